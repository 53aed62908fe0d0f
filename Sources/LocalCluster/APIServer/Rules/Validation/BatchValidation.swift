import KubernetesModel
import Foundation

/// Validation of Job and CronJob, and what a Job gets when it is created.
enum BatchValidation {
    private static let spec = FieldPath("spec")

    /// Gives a Job without a selector of its own the labels that tie its pods to it.
    static func prepareJob(_ object: inout JSONValue) {
        guard object[path: "spec", "manualSelector"]?.bool != true else { return }
        let uid = object[path: "metadata", "uid"]?.string ?? ""
        let name = object[path: "metadata", "name"]?.string ?? ""
        let labels = ["controller-uid": uid, "batch.kubernetes.io/controller-uid": uid, "job-name": name, "batch.kubernetes.io/job-name": name]
        for (key, value) in labels { object[path: "spec", "template", "metadata", "labels", key] = .string(value) }
        object[path: "spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"] = .string(uid)
        if object[path: "metadata", "labels"]?.object?.isEmpty ?? true {
            object[path: "metadata", "labels"] = object[path: "spec", "template", "metadata", "labels"]
        }
    }

    static func job(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors = jobSpec(values, spec)
        let selector = values["selector"] ?? .null
        if selector.isNull {
            errors.append(.required(spec.child("selector")))
        } else {
            errors += CommonChecks.selector(selector, spec.child("selector"))
        }
        if values["manualSelector"]?.bool != true, !selector.isNull {
            let uid = object[path: "metadata", "uid"]?.string ?? ""
            if selector != ["matchLabels": ["batch.kubernetes.io/controller-uid": .string(uid)]],
                selector != ["matchLabels": ["controller-uid": .string(uid)]]
            {
                var error = FieldError.invalid(spec.child("selector"), selector, "`selector` not auto-generated")
                error.shownText = CommonChecks.selectorText(selector)
                errors.append(error)
            }
        }
        let labels = values[path: "template", "metadata", "labels"]
        if !selector.isNull, !CommonChecks.matches(selector, labels?.object?.compactMapValues(\.string) ?? [:]) {
            errors.append(
                .invalid(FieldPath("spec.template.metadata.labels"), labels ?? .null, "`selector` does not match template `labels`"))
        }
        return errors
    }

    private static func jobSpec(_ values: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors = ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex"]
            .flatMap { CommonChecks.nonNegative(values, $0, path) }
        if values.text("completionMode") == "Indexed", !values.has("completions") {
            errors.append(.required(path.child("completions"), "when completion mode is Indexed"))
        }
        errors += CommonChecks.oneOf(values, "completionMode", ["NonIndexed", "Indexed"], path)
        errors += JobFailurePolicyValidation.check(values, path)
        let template = path.child("template")
        errors += PodValidation.template(values["template"] ?? .emptyObject, template)
        let policy = values[path: "template", "spec", "restartPolicy"]?.string ?? ""
        if policy == "" || policy == "Always" {
            errors.append(.required(template.child("spec").child("restartPolicy"), "valid values: \"OnFailure\", \"Never\""))
        } else if policy != "OnFailure", policy != "Never" {
            errors.append(.notSupported(template.child("spec").child("restartPolicy"), .string(policy), ["OnFailure", "Never"]))
        } else if values.has("podFailurePolicy"), policy != "Never" {
            let place = template.child("spec").child("restartPolicy")
            errors.append(.invalid(place, .string(policy), "only \"Never\" is supported when podFailurePolicy is specified"))
        }
        return errors
    }

    static func jobUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        let values = new["spec"] ?? .emptyObject
        let before = old["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        let isElastic = values.text("completionMode") == "Indexed" && values["completions"] == values["parallelism"]
        if !isElastic { errors += CommonChecks.immutable(values["completions"], before["completions"], spec.child("completions")) }
        errors += CommonChecks.immutable(values["selector"], before["selector"], spec.child("selector"))
        errors += templateUpdate(values, before, isSuspended: before["suspend"]?.bool == true, started: old[path: "status", "startTime"] != nil)
        for name in ["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"] {
            errors += CommonChecks.immutable(values[name], before[name], spec.child(name))
        }
        return errors
    }

    /// While a Job is suspended and has not begun, where its pods may run can still change.
    private static func templateUpdate(_ new: JSONValue, _ old: JSONValue, isSuspended: Bool, started: Bool) -> [FieldError] {
        var template = new["template"] ?? .emptyObject
        let before = old["template"] ?? .emptyObject
        if isSuspended, !started {
            for path in [
                ["metadata", "labels"], ["metadata", "annotations"], ["spec", "nodeSelector"], ["spec", "tolerations"], ["spec", "affinity"],
                ["spec", "schedulingGates"],
            ] {
                template[path: path] = before[path: path]
            }
            if template["metadata"] == .emptyObject, before["metadata"] == nil { template["metadata"] = nil }
        }
        guard template != before else { return [] }
        if template["spec"] != before["spec"] {
            return [.invalid(FieldPath("spec.template.spec"), new[path: "template", "spec"], CommonChecks.immutable)]
        }
        return [.invalid(FieldPath("spec.template"), new["template"], CommonChecks.immutable)]
    }

    static func cronJob(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        let schedule = values.text("schedule")
        if schedule.isEmpty {
            errors.append(.required(spec.child("schedule")))
        } else if schedule.contains("TZ") {
            errors.append(
                .invalid(spec.child("schedule"), .string(schedule), "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"))
        } else if let problem = CronSchedule.problem(in: schedule) {
            errors.append(.invalid(spec.child("schedule"), .string(schedule), problem))
        }
        errors += CommonChecks.nonNegative(values, "startingDeadlineSeconds", spec)
        if let zone = values["timeZone"]?.string {
            if zone.isEmpty {
                errors.append(.invalid(spec.child("timeZone"), .string(zone), "timeZone must be nil or non-empty string"))
            } else if zone.lowercased() == "local" {
                errors.append(
                    .invalid(
                        spec.child("timeZone"), .string(zone), "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")
                )
            } else if TimeZone(identifier: zone) == nil {
                errors.append(.invalid(spec.child("timeZone"), .string(zone), "unknown time zone \(zone)"))
            }
        }
        errors += CommonChecks.oneOf(values, "concurrencyPolicy", ["Allow", "Forbid", "Replace"], spec, required: true)
        let job = values[path: "jobTemplate", "spec"] ?? .emptyObject
        errors += jobSpec(job, FieldPath("spec.jobTemplate.spec"))
        if job["manualSelector"]?.bool == true {
            errors.append(.notSupported(FieldPath("spec.jobTemplate.spec.manualSelector"), true, ["nil", "false"]))
        }
        for name in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] { errors += CommonChecks.nonNegative(values, name, spec) }
        return errors
    }

    /// Leaves room for the suffix that a CronJob gives its Jobs.
    static func cronJobName(_ name: String) -> [String] {
        let problems = NameSyntax.subdomain(name)
        return problems.isEmpty && name.utf8.count > 52 ? ["must be no more than 52 characters"] : problems
    }
}

/// Schedules as `crontab(5)` has them, checked only.
enum CronSchedule {
    private static let bounds: [(name: String, range: ClosedRange<Int>, words: [String])] = [
        ("minute", 0...59, []), ("hour", 0...23, []), ("day of month", 1...31, []),
        ("month", 1...12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        ("day of week", 0...6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    /// What is wrong with a schedule; nil for a good one.
    static func problem(in schedule: String) -> String? {
        if schedule.hasPrefix("@") {
            if ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"].contains(schedule) { return nil }
            if schedule.hasPrefix("@every ") { return nil }
            return "unrecognized descriptor: \(schedule)"
        }
        let fields = schedule.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5 else { return "expected exactly 5 fields, found \(fields.count): [\(fields.joined(separator: " "))]" }
        for (field, bound) in zip(fields, bounds) {
            for part in field.split(separator: ",", omittingEmptySubsequences: false) {
                if let problem = problem(inPart: String(part), bound.range, words: bound.words) { return problem }
            }
        }
        return nil
    }

    private static func problem(inPart part: String, _ range: ClosedRange<Int>, words: [String]) -> String? {
        let steps = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard steps.count <= 2 else { return "too many slashes: \(part)" }
        let ends = (steps.first ?? "").split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count <= 2 else { return "too many hyphens: \(part)" }
        if steps.count == 2, (Int(steps[1]) ?? 0) <= 0 {
            return Int(steps[1]) == nil
                ? "failed to parse int from \(steps[1]): strconv.Atoi: parsing \"\(steps[1])\": invalid syntax"
                : "step of range should be a positive number: \(part)"
        }
        if ends == ["*"] || ends == ["?"] { return nil }
        var numbers: [Int] = []
        for end in ends {
            if let word = words.firstIndex(of: end.lowercased()) {
                numbers.append(word + range.lowerBound)
            } else if let number = Int(end) {
                numbers.append(number)
            } else {
                return "failed to parse int from \(end): strconv.Atoi: parsing \"\(end)\": invalid syntax"
            }
        }
        guard let low = numbers.first, let high = numbers.last else { return "empty spec string" }
        if low < range.lowerBound { return "beginning of range (\(low)) below minimum (\(range.lowerBound)): \(part)" }
        if high > range.upperBound { return "end of range (\(high)) above maximum (\(range.upperBound)): \(part)" }
        return low > high ? "beginning of range (\(low)) beyond end of range (\(high)): \(part)" : nil
    }
}
