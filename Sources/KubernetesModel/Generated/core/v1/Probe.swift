// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Probe` of core/v1.
public struct Probe: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        exec: ExecAction? = nil,
        failureThreshold: Int? = nil,
        grpc: GRPCAction? = nil,
        httpGet: HTTPGetAction? = nil,
        initialDelaySeconds: Int? = nil,
        periodSeconds: Int? = nil,
        successThreshold: Int? = nil,
        tcpSocket: TCPSocketAction? = nil,
        terminationGracePeriodSeconds: Int? = nil,
        timeoutSeconds: Int? = nil
    ) {
        json = .emptyObject
        json.write(exec, at: "exec")
        json.write(failureThreshold, at: "failureThreshold")
        json.write(grpc, at: "grpc")
        json.write(httpGet, at: "httpGet")
        json.write(initialDelaySeconds, at: "initialDelaySeconds")
        json.write(periodSeconds, at: "periodSeconds")
        json.write(successThreshold, at: "successThreshold")
        json.write(tcpSocket, at: "tcpSocket")
        json.write(terminationGracePeriodSeconds, at: "terminationGracePeriodSeconds")
        json.write(timeoutSeconds, at: "timeoutSeconds")
    }
    public var exec: ExecAction? {
        get { json.read("exec") }
        set { json.write(newValue, at: "exec") }
    }
    public var failureThreshold: Int? {
        get { json.read("failureThreshold") }
        set { json.write(newValue, at: "failureThreshold") }
    }
    public var grpc: GRPCAction? {
        get { json.read("grpc") }
        set { json.write(newValue, at: "grpc") }
    }
    public var httpGet: HTTPGetAction? {
        get { json.read("httpGet") }
        set { json.write(newValue, at: "httpGet") }
    }
    public var initialDelaySeconds: Int? {
        get { json.read("initialDelaySeconds") }
        set { json.write(newValue, at: "initialDelaySeconds") }
    }
    public var periodSeconds: Int? {
        get { json.read("periodSeconds") }
        set { json.write(newValue, at: "periodSeconds") }
    }
    public var successThreshold: Int? {
        get { json.read("successThreshold") }
        set { json.write(newValue, at: "successThreshold") }
    }
    public var tcpSocket: TCPSocketAction? {
        get { json.read("tcpSocket") }
        set { json.write(newValue, at: "tcpSocket") }
    }
    public var terminationGracePeriodSeconds: Int? {
        get { json.read("terminationGracePeriodSeconds") }
        set { json.write(newValue, at: "terminationGracePeriodSeconds") }
    }
    public var timeoutSeconds: Int? {
        get { json.read("timeoutSeconds") }
        set { json.write(newValue, at: "timeoutSeconds") }
    }
}
