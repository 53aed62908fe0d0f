import KubernetesModel

/// HorizontalPodAutoscalers between their two forms: `autoscaling/v1`, which knows the use of CPU only, and `autoscaling/v2`.
///
/// What v1 has no field for is kept in annotations of the object, so that nothing is lost on the way there and back.
///
/// - Source: Kubernetes API reference, "HorizontalPodAutoscaler v1" and "v2"; documentation, "Horizontal Pod Autoscaling", appendix.
enum AutoscalerConversion {
    static let v1 = "autoscaling/v1"
    private static let metrics = "autoscaling.alpha.kubernetes.io/metrics"
    private static let behavior = "autoscaling.alpha.kubernetes.io/behavior"
    private static let conditions = "autoscaling.alpha.kubernetes.io/conditions"

    static func convert(_ object: JSONValue, to apiVersion: String) -> JSONValue {
        guard object["apiVersion"]?.string != apiVersion else { return object }
        var result = object
        result["apiVersion"] = .string(apiVersion)
        if apiVersion == v1 { toFirst(&result) } else { toSecond(&result) }
        if result[path: "metadata", "annotations"]?.object?.isEmpty == true { result[path: "metadata", "annotations"] = nil }
        return result
    }

    /// The part of the use of CPU that is aimed at where nothing is said, in percent.
    static let defaultUtilization: Int64 = 80

    // MARK: v2 to v1

    private static func toFirst(_ object: inout JSONValue) {
        var others: [JSONValue] = []
        for metric in object[path: "spec", "metrics"]?.array ?? [] {
            if object[path: "spec", "targetCPUUtilizationPercentage"] == nil, let use = cpu(metric) {
                object[path: "spec", "targetCPUUtilizationPercentage"] = use
            } else {
                others.append(flat(metric))
            }
        }
        object[path: "spec", "metrics"] = nil
        if !others.isEmpty { note(.array(others), as: metrics, in: &object) }
        if let value = object[path: "spec", "behavior"] {
            note(value, as: behavior, in: &object)
            object[path: "spec", "behavior"] = nil
        }
        let use = (object[path: "status", "currentMetrics"]?.array ?? []).first { $0[path: "resource", "name"] == "cpu" }
        object[path: "status", "currentCPUUtilizationPercentage"] = use?[path: "resource", "current", "averageUtilization"]
        object[path: "status", "currentMetrics"] = nil
        if let list = object[path: "status", "conditions"], list.array?.isEmpty == false { note(list, as: conditions, in: &object) }
        object[path: "status", "conditions"] = nil
    }

    private static func cpu(_ metric: JSONValue) -> JSONValue? {
        guard metric["type"] == "Resource", metric[path: "resource", "name"] == "cpu" else { return nil }
        return metric[path: "resource", "target", "averageUtilization"]
    }

    private static func note(_ value: JSONValue, as annotation: String, in object: inout JSONValue) {
        object[path: "metadata", "annotations", annotation] = .string(value.text)
    }

    // MARK: v1 to v2

    private static func toSecond(_ object: inout JSONValue) {
        var all: [JSONValue] = []
        if let use = object[path: "spec", "targetCPUUtilizationPercentage"] {
            all.append(["type": "Resource", "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": use]]])
        }
        all += (take(metrics, from: &object)?.array ?? []).map(nested)
        object[path: "spec", "targetCPUUtilizationPercentage"] = nil
        object[path: "spec", "metrics"] = all.isEmpty ? nil : .array(all)
        object[path: "spec", "behavior"] = take(behavior, from: &object)
        if let use = object[path: "status", "currentCPUUtilizationPercentage"] {
            object[path: "status", "currentMetrics"] = [["type": "Resource", "resource": ["name": "cpu", "current": ["averageUtilization": use]]]]
            object[path: "status", "currentCPUUtilizationPercentage"] = nil
        }
        object[path: "status", "conditions"] = take(conditions, from: &object)
    }

    private static func take(_ annotation: String, from object: inout JSONValue) -> JSONValue? {
        guard let text = object[path: "metadata", "annotations", annotation]?.string else { return nil }
        object[path: "metadata", "annotations", annotation] = nil
        return try? JSONValue(parsing: text)
    }

    // MARK: One metric

    private static let keys = [
        "Resource": "resource", "ContainerResource": "containerResource", "Pods": "pods", "Object": "object", "External": "external",
    ]

    /// As the annotation has it: the target beside the name.
    private static func flat(_ metric: JSONValue) -> JSONValue {
        guard let key = keys[metric.text("type")], let source = metric[key] else { return metric }
        var result = source
        let target = source["target"] ?? .emptyObject
        let isObject = key == "object"
        result["target"] = isObject ? source["describedObject"] : nil
        result["describedObject"] = nil
        result["metric"] = nil
        if let name = source[path: "metric", "name"] { result["metricName"] = name }
        if let selector = source[path: "metric", "selector"] { result[key == "external" ? "metricSelector" : "selector"] = selector }
        if let value = target["averageUtilization"] { result["targetAverageUtilization"] = value }
        if let value = target["averageValue"] { result[isObject ? "averageValue" : "targetAverageValue"] = value }
        if let value = target["value"] { result["targetValue"] = value }
        var flat = metric
        flat[key] = result
        return flat
    }

    private static func nested(_ metric: JSONValue) -> JSONValue {
        guard let key = keys[metric.text("type")], let source = metric[key] else { return metric }
        var result = JSONValue.emptyObject
        for name in ["name", "container"] { result[name] = source[name] }
        if key == "object" { result["describedObject"] = source["target"] }
        if let name = source["metricName"] {
            result["metric"] = ["name": name]
            result[path: "metric", "selector"] = source["metricSelector"] ?? source["selector"]
        }
        var target = JSONValue.emptyObject
        if let value = source["targetAverageUtilization"] {
            target = ["type": "Utilization", "averageUtilization": value]
        } else if let value = source["targetAverageValue"] ?? source["averageValue"] {
            target = ["type": "AverageValue", "averageValue": value]
        } else if let value = source["targetValue"] {
            target = ["type": "Value", "value": value]
        }
        result["target"] = target
        var nested = metric
        nested[key] = result
        return nested
    }
}
