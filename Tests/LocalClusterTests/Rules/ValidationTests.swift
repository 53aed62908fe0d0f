import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite struct ValidationTests {
    static let context = RequestContext(namespace: "ns", now: "2026-01-01T00:00:00Z", uid: "u", nameSuffix: "abcde")

    static func created(_ kind: String, _ body: JSONValue) throws -> (object: JSONValue, errors: [String]) {
        let rules = ApplyTests.rules(kind)
        var object = try rules.decode(body)
        rules.prepareForCreate(&object, context: context)
        return (object, rules.validateCreate(object).map(\.text))
    }

    static let pod: JSONValue = ["metadata": ["name": "p"], "spec": ["containers": [["name": "main", "image": "example.com/app:1"]]]]

    @Test func `A pod gets its defaults`() throws {
        let (object, errors) = try Self.created("Pod", Self.pod)
        #expect(errors == [])
        #expect(object[path: "spec", "restartPolicy"] == "Always")
        #expect(object[path: "spec", "containers"]?[0]?["imagePullPolicy"] == "IfNotPresent")
        #expect(object[path: "spec", "containers"]?[0]?["resources"] == [:])
        #expect(object["status"] == ["phase": "Pending", "qosClass": "BestEffort"])
        #expect(object[path: "metadata", "generation"] == 1)
    }

    @Test(arguments: [
        ("example.com/app", "Always"), ("app:latest", "Always"), ("app:1", "IfNotPresent"), ("localhost:5000/app", "Always"),
        ("app@sha256:0", "IfNotPresent"),
    ])
    func `An image is pulled always unless its tag is fixed`(image: String, policy: String) throws {
        let (object, _) = try Self.created("Pod", ["metadata": ["name": "p"], "spec": ["containers": [["name": "c", "image": .string(image)]]]])
        #expect(object[path: "spec", "containers"]?[0]?["imagePullPolicy"] == .string(policy))
    }

    @Test(arguments: [
        (#"{"containers":[]}"#, "spec.containers: Required value"),
        (#"{"containers":[{"name":"a"}]}"#, "spec.containers[0].image: Required value"),
        (#"{"containers":[{"name":"a","image":"i"},{"name":"a","image":"i"}]}"#, "spec.containers[1].name: Duplicate value: \"a\""),
        (
            #"{"containers":[{"name":"a","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}]}"#,
            "spec.containers[0].volumeMounts[0].name: Not found: \"v\""
        ),
        (
            #"{"containers":[{"name":"a","image":"i","resources":{"limits":{"cpu":"1"},"requests":{"cpu":"2"}}}]}"#,
            "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1"
        ),
        (
            #"{"restartPolicy":"Sometimes","containers":[{"name":"a","image":"i"}]}"#,
            "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"Never\", \"OnFailure\""
        ),
        (
            #"{"containers":[{"name":"a","image":"i","livenessProbe":{}}]}"#,
            "spec.containers[0].livenessProbe: Required value: must specify a handler type"
        ),
        (
            #"{"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"s"},"configMap":{"name":"c"}}]}"#,
            "spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type"
        ),
    ])
    func `A pod that cannot run is refused`(spec: String, message: String) throws {
        let (_, errors) = try Self.created("Pod", ["metadata": ["name": "p"], "spec": PatchTests.parse(spec)])
        #expect(errors == [message])
    }

    @Test func `A body of the wrong type is refused before all else`() {
        let rules = ApplyTests.rules("ConfigMap")
        let error = #expect(throws: StatusError.self) { try rules.decode(["data": ["n": 5]]) }
        #expect(error?.code == 400)
        #expect(error?.message.hasPrefix("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: ") == true)
    }

    @Test func `Empty optional values vanish, and pointers to zero stay`() throws {
        let rules = ApplyTests.rules("Deployment")
        let decoded = try rules.decode([
            "metadata": ["name": "d", "labels": [:], "annotations": nil],
            "spec": ["replicas": 0, "paused": false, "minReadySeconds": 0, "template": ["spec": ["hostNetwork": false, "nodeSelector": [:]]]],
        ])
        #expect(decoded["metadata"] == ["name": "d"])
        #expect(decoded[path: "spec", "replicas"] == 0)
        for path in [
            ["spec", "paused"], ["spec", "minReadySeconds"], ["spec", "template", "spec", "hostNetwork"],
            ["spec", "template", "spec", "nodeSelector"],
        ] {
            #expect(decoded[path: path] == nil, "\(path)")
        }
    }

    @Test func `A list that Go writes always is null when it is empty`() throws {
        #expect(try ApplyTests.rules("ClusterRole").decode(["metadata": ["name": "r"], "rules": []])["rules"] == .null)
        #expect(try ApplyTests.rules("ConfigMap").decode(["metadata": ["name": "c", "finalizers": []]])["metadata"] == ["name": "c"])
    }

    @Test func `Unknown fields are named by their path`() {
        let rules = ApplyTests.rules("Pod")
        #expect(
            rules.unknownFields(in: ["spec": ["containers": [["name": "a", "imagee": "i"]], "x": 1], "metadata": ["labels": ["any": "b"]]])
                == ["spec.containers[0].imagee", "spec.x"])
    }

    @Test func `The spec moves the generation, and the status stays with its subresource`() throws {
        let rules = ApplyTests.rules("Pod")
        let (old, _) = try Self.created("Pod", Self.pod)
        var changed = old
        changed[path: "spec", "activeDeadlineSeconds"] = 5
        changed[path: "status", "phase"] = "Failed"
        var main = changed
        rules.prepareForUpdate(&main, old: old, subresource: nil)
        #expect(main[path: "metadata", "generation"] == 2)
        #expect(main[path: "status", "phase"] == "Pending")
        var status = changed
        rules.prepareForUpdate(&status, old: old, subresource: "status")
        #expect(status[path: "metadata", "generation"] == 1)
        #expect(status[path: "status", "phase"] == "Failed")
        #expect(status[path: "spec", "activeDeadlineSeconds"] == nil)
    }

    @Test func `A headless service and a service that changes its type get what fits`() throws {
        let rules = ApplyTests.rules("Service")
        var (service, errors) = try Self.created(
            "Service", ["metadata": ["name": "s"], "spec": ["type": "NodePort", "selector": ["a": "b"], "ports": [["port": 80]]]])
        #expect(errors == [])
        #expect(service[path: "spec", "ipFamilies"] == ["IPv4"])
        #expect(ServiceAddresses.needsClusterAddress(service) && ServiceAddresses.needsNodePorts(service))
        service[path: "spec", "clusterIP"] = "10.96.0.5"
        service[path: "spec", "clusterIPs"] = ["10.96.0.5"]
        service[path: "spec", "ports"] = [["port": 80, "targetPort": 80, "protocol": "TCP", "nodePort": 30000]]
        var new = try rules.decode(["metadata": ["name": "s"], "spec": ["selector": ["a": "b"], "ports": [["port": 80]]]])
        rules.prepareForUpdate(&new, old: service, subresource: nil)
        #expect(new[path: "spec", "clusterIP"] == "10.96.0.5")
        #expect(new[path: "spec", "ports"] == [["port": 80, "targetPort": 80, "protocol": "TCP"]])
        let (headless, _) = try Self.created("Service", ["metadata": ["name": "h"], "spec": ["clusterIP": "None"]])
        #expect(headless[path: "spec", "ipFamilyPolicy"] == "RequireDualStack")
    }
}

@Suite struct CustomResourceTests {
    static let crd: JSONValue = [
        "spec": [
            "group": "example.com", "scope": "Namespaced", "names": ["plural": "widgets", "kind": "Widget"],
            "versions": [
                [
                    "name": "v1", "served": true, "storage": true, "subresources": ["status": [:]],
                    "schema": [
                        "openAPIV3Schema": [
                            "type": "object",
                            "properties": [
                                "spec": [
                                    "type": "object", "required": ["size"],
                                    "x-kubernetes-validations": [
                                        [
                                            "rule": "!has(self.max) || self.replicas <= self.max",
                                            "messageExpression": "'at most ' + string(self.max)",
                                        ],
                                        [
                                            "rule": "self.size == oldSelf.size", "message": "size is fixed", "fieldPath": ".size",
                                            "reason": "FieldValueForbidden",
                                        ],
                                    ],
                                    "properties": [
                                        "size": ["type": "string", "enum": ["small", "large"]],
                                        "replicas": ["type": "integer", "minimum": 0, "default": 1],
                                        "max": ["type": "integer"], "code": ["type": "string", "pattern": "^[a-z]{3}$", "maxLength": 5],
                                        "tags": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
                                        "free": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
                                        "any": ["x-kubernetes-int-or-string": true],
                                    ],
                                ]
                            ],
                        ]
                    ],
                ]
            ],
        ]
    ]

    static func errors(_ spec: JSONValue, old: JSONValue? = nil) throws -> [String] {
        let rules = try CustomResourceRules(crd: crd, version: "v1")
        func whole(_ spec: JSONValue) throws -> JSONValue {
            var object = try rules.decode(["metadata": ["name": "w"], "spec": spec])
            rules.prepareForCreate(&object, context: ValidationTests.context)
            return object
        }
        guard let old else { return rules.validateCreate(try whole(spec)).map(\.text) }
        return rules.validateUpdate(try whole(spec), old: try whole(old), subresource: nil).map(\.text)
    }

    @Test(arguments: [
        (#"{"size":"small"}"#, []), (#"{"size":"small","replicas":5,"max":3}"#, ["spec: Invalid value: at most 3"]),
        (#"{"size":"small","replicas":-1}"#, ["spec.replicas: Invalid value: -1: spec.replicas in body should be greater than or equal to 0"]),
        (#"{"size":"small","code":"ABC"}"#, ["spec.code: Invalid value: \"ABC\": spec.code in body should match '^[a-z]{3}$'"]),
        (#"{"size":"small","tags":["a","a"]}"#, ["spec.tags[1]: Duplicate value: \"a\""]),
        (#"{"size":"small","code":null,"any":"5%","unknown":1,"free":{"x":1}}"#, []),
    ])
    func `A custom resource is held against its schema and rules`(spec: String, messages: [String]) throws {
        #expect(try Self.errors(PatchTests.parse(spec)) == messages)
    }

    @Test func `Rules wait until the schema is content`() throws {
        let found = try Self.errors(["size": "huge"])
        #expect(found.count == 2)
        #expect(found.first == "spec.size: Unsupported value: \"huge\": supported values: \"small\", \"large\"")
        #expect(found.last?.hasPrefix("<nil>: Invalid value: null: some validation rules were not checked") == true)
    }

    @Test func `Rules about changes see the old value, and what is unchanged is not refused`() throws {
        #expect(try Self.errors(["size": "large"], old: ["size": "small"]) == ["spec.size: Forbidden: size is fixed"])
        #expect(try Self.errors(["size": "small", "code": "ABC", "max": 9], old: ["size": "small", "code": "ABC"]) == [])
    }

    @Test func `Unknown fields are pruned, defaults filled in, and the status waits for its subresource`() throws {
        let rules = try CustomResourceRules(crd: Self.crd, version: "v1")
        let body: JSONValue = ["metadata": ["name": "w"], "spec": ["size": "small", "x": 1, "free": ["y": 2]], "status": ["phase": "Early"]]
        #expect(rules.unknownFields(in: body) == ["spec.x", "status"])
        var object = try rules.decode(body)
        rules.prepareForCreate(&object, context: ValidationTests.context)
        #expect(object["spec"] == ["size": "small", "replicas": 1, "free": ["y": 2]])
        #expect(object["status"] == nil)
        #expect(object["kind"] == "Widget")
    }
}
