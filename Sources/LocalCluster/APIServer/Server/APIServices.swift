import Foundation
import KubernetesModel
import Logging

/// What handlers of requests and the server's own loops work with.
struct APIServices: Sendable {
    let store: ObjectStore
    let catalog: ResourceCatalog
    let authorizer: Authorizer
    let tokens: ServiceAccountTokens
    let allocations: ServiceAllocations
    let node: (any NodeConnector)?
    let logger: Logger
    /// The certificate authority of the server as PEM, for `kube-root-ca.crt`.
    let authorityPEM: String
    /// The time.
    var now: @Sendable () -> Timestamp = { Timestamp(secondsSince1970: Int64(Date().timeIntervalSince1970)) }
    var uid: @Sendable () -> String = { UUID().uuidString.lowercased() }
    /// The five characters of a generated name: no vowels, and nothing that looks like something else.
    var nameSuffix: @Sendable () -> String = {
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        return String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }

    /// Writes objects of a built-in resource on the server's own account, or on another's.
    func writer(_ group: String, _ resource: String, user: Requester = .server, manager: String = "apiserver") -> ObjectWriter? {
        catalog.builtIn(group, resource).map { ObjectWriter(services: self, served: $0, user: user, manager: manager) }
    }
}
