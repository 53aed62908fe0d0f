import KubernetesModel

/// The three patch formats besides apply.
enum Patches {
    /// RFC 6902, with the leniencies of a real API server (`replace` creates a missing key, `remove` of one fails).
    static func json(_ patch: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue {
        guard case .array(let operations) = patch else {
            throw .badRequest(
                "error decoding patch: json: cannot unmarshal \(patch.object == nil ? "value" : "object") into Go value of type jsonpatch.Patch")
        }
        guard operations.count <= 10_000 else {
            throw .tooLarge("The allowed maximum operations in a JSON patch is 10000, got \(operations.count)")
        }
        var result = object
        do {
            for operation in operations { try JSONPatchOperation(operation).apply(to: &result) }
        } catch {
            throw .unprocessable("the server rejected our request due to an error in our request", details: .emptyObject)
        }
        return result
    }

    /// RFC 7396.
    static func merge(_ patch: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue {
        guard patch.object != nil else {
            throw .badRequest("error decoding patch: json: cannot unmarshal value into Go value of type map[string]interface {}")
        }
        return merged(patch, into: object)
    }

    private static func merged(_ patch: JSONValue, into target: JSONValue?) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = target?.object == nil ? JSONValue.emptyObject : target ?? .emptyObject
        for (key, change) in changes {
            if change.isNull {
                result[key] = nil
            } else {
                result[key] = merged(change, into: result[key])
            }
        }
        return result
    }

    /// Kubernetes' strategic merge patch, with its `$patch`, `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList` directives.
    ///
    /// - Parameter schema: of the object; its patch strategies and merge keys say how lists are merged.
    static func strategic(_ patch: JSONValue, to object: JSONValue, schema: Schema) throws(StatusError) -> JSONValue {
        guard case .object(let changes) = patch else {
            throw .badRequest("error decoding patch: json: cannot unmarshal value into Go value of type map[string]interface {}")
        }
        do {
            return try StrategicMerge().object(object.object ?? [:], changes, schema)
        } catch {
            throw StatusError(code: 500, reason: nil, message: error.text)
        }
    }
}
