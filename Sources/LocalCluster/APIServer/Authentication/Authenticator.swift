import Foundation
import NIOHTTP1

/// Finds out who makes a request: by client certificate, bearer token, or nobody in particular.
struct Authenticator: Sendable {
    let tokens: ServiceAccountTokens

    /// - Parameter certificate: the user of the connection's client certificate.
    /// - Throws: a 401 for credentials that are wrong; a request without any is anonymous.
    func user(certificate: Requester?, headers: HTTPHeaders, now: Int64) throws(StatusError) -> Requester {
        if let certificate { return certificate }
        guard let header = headers.first(name: "Authorization") else { return .anonymous }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return .anonymous }
        do {
            return try tokens.verify(String(parts[1]), now: now).user
        } catch {
            throw .unauthorized()
        }
    }
}
