// Made by scripts/generate-model.py from openapi/: change that instead.

/// `IPBlock` of networking/v1.
public struct IPBlock: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        cidr: String? = nil,
        except: [String]? = nil
    ) {
        json = .emptyObject
        json.write(cidr, at: "cidr")
        json.write(except, at: "except")
    }
    public var cidr: String? {
        get { json.read("cidr") }
        set { json.write(newValue, at: "cidr") }
    }
    public var except: [String]? {
        get { json.read("except") }
        set { json.write(newValue, at: "except") }
    }
}
