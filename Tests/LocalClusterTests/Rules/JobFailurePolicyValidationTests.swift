import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite("What a Job's failure policy may say") struct JobFailurePolicyValidationTests {
    private static func errors(_ rules: String, restartPolicy: String = "Never") throws -> [String] {
        let job: JSONValue = [
            "metadata": ["name": "j"],
            "spec": [
                "podFailurePolicy": ["rules": try JSONValue(parsing: rules)],
                "template": ["spec": ["restartPolicy": .string(restartPolicy), "containers": [["name": "main", "image": "example.com/app:1"]]]],
            ],
        ]
        return try ValidationTests.created("Job", job).errors
    }

    @Test(
        arguments: [
            (#"[{"action":"FailJob","onExitCodes":{"containerName":"main","operator":"In","values":[1,42]}}]"#, nil),
            (#"[{"action":"Ignore","onPodConditions":[{"type":"DisruptionTarget"}]}]"#, nil),
            (
                #"[{"onPodConditions":[{"type":"DisruptionTarget"}]}]"#,
                #".action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]"#
            ),
            (
                #"[{"action":"FailIndex","onPodConditions":[{"type":"X"}]}]"#,
                #".action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set"#
            ),
            (#"[{"action":"Count"}]"#, ": Invalid value: specifying one of OnExitCodes and OnPodConditions is required"),
            (
                #"[{"action":"Count","onExitCodes":{"operator":"In","values":[1]},"onPodConditions":[{"type":"X"}]}]"#,
                ": Invalid value: specifying both OnExitCodes and OnPodConditions is not supported"
            ),
            (
                #"[{"action":"Count","onExitCodes":{"operator":"In","values":[0]}}]"#,
                ".onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator"
            ),
            (#"[{"action":"Count","onExitCodes":{"operator":"In","values":[2,1]}}]"#, ".onExitCodes.values: Invalid value: [2,1]: must be ordered"),
            (#"[{"action":"Count","onExitCodes":{"operator":"NotIn","values":[1,1]}}]"#, ".onExitCodes.values[1]: Duplicate value: 1"),
            (
                #"[{"action":"Count","onExitCodes":{"containerName":"x","operator":"In","values":[1]}}]"#,
                #".onExitCodes.containerName: Invalid value: "x": must be one of the container or initContainer names in the pod template"#
            ),
        ] as [(String, String?)])
    func checksEachRule(_ rules: String, _ error: String?) throws {
        #expect(try Self.errors(rules) == [error].compactMap { $0.map { "spec.podFailurePolicy.rules[0]\($0)" } })
    }

    @Test func restartsWithinThePodWouldHideTheFailures() throws {
        let rules = #"[{"action":"Count","onExitCodes":{"operator":"In","values":[1]}}]"#
        #expect(
            try Self.errors(rules, restartPolicy: "OnFailure")
                == [#"spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified"#])
    }
}
