import KubernetesModel

/// The reference pages of the four kinds, in Markdown.
public enum ReferencePage {
    /// One page a kind, under its file's name: `perconapgcluster.md`.
    public static func all() -> [(name: String, text: String)] {
        CustomResourceDefinitions.kinds.map { ("\($0.names.singular).md", page(of: $0)) }
    }

    static func page(of kind: any CustomResource.Type) -> String {
        var writer = PageWriter()
        writer.line("<!-- Made from the declarations in Sources/PostgresAPI: change those instead. -->")
        writer.line("# \(kind.names.kind)")
        writer.line("")
        writer.line(kind.summary)
        if kind.support == .notYet {
            writer.line("")
            writer.line("**Nothing acts on resources of this kind yet.**")
        }
        writer.line("")
        let short = kind.names.short.isEmpty ? "" : ", short `\(kind.names.short.joined(separator: "`, `"))`"
        writer.line("`apiVersion: \(PostgresAPIGroup.apiVersion)`, `kind: \(kind.names.kind)`\(short).")
        writer.line("")
        writer.line("Each table is one object. *Default* in italics: read like that while it is unset, but not written into the resource.")
        writer.line("*Change* says what a change does to a cluster that runs; its words are explained [below](#what-a-change-does).")
        writer.table(of: kind.specFields, at: "spec", Inherited(effect: nil, isSupported: kind.support == .done, isStatus: false))
        writer.table(of: kind.statusFields, at: "status", Inherited(effect: .written, isSupported: true, isStatus: true))
        writer.effects()
        return writer.text
    }
}

/// What a block says for everything in it.
private struct Inherited {
    let effect: Effect?
    let isSupported: Bool
    let isStatus: Bool
}

private struct PageWriter {
    private(set) var text = ""
    private var used: Set<Effect> = []

    init() {}

    mutating func line(_ line: String) { text += line + "\n" }

    mutating func table(of fields: any FieldSet.Type, at path: String, _ inherited: Inherited) {
        line("")
        line("## \(path)")
        for rule in fields.rules {
            line("")
            line("Rule: \(rule.message).")
        }
        line("")
        if inherited.isStatus {
            line("| field | type | |")
            line("| --- | --- | --- |")
        } else {
            line("| field | type | default | bounds | change | supported | |")
            line("| --- | --- | --- | --- | --- | --- | --- |")
        }
        var inner: [(any FieldSet.Type, String, Inherited)] = []
        for declaration in fields.declarations {
            let place = "\(path).\(declaration.name)"
            let isSupported = inherited.isSupported && declaration.traits.support != .notYet
            let next = Inherited(effect: declaration.traits.effect ?? inherited.effect, isSupported: isSupported, isStatus: inherited.isStatus)
            switch declaration.shape {
            case .object(let set): inner.append((set, place, next))
            case .list(of: .object(let set)): inner.append((set, place + "[]", next))
            default: break
            }
            row(declaration, at: place, next)
        }
        for (set, place, next) in inner { table(of: set, at: place, next) }
    }

    private mutating func row(_ declaration: FieldDeclaration, at place: String, _ inherited: Inherited) {
        let name = link(declaration, at: place)
        let type = declaration.shape.inWords + (declaration.isRequired ? ", required" : "")
        let words = declaration.traits.documentation.joined(separator: " ")
        if inherited.isStatus { return line("| \(name) | \(type) | \(cell(words)) |") }
        let isBlock =
            switch declaration.shape {
            case .object: true
            default: false
            }
        var effect = ""
        if let known = inherited.effect, !isBlock {
            used.insert(known)
            effect = known.title
        }
        let support =
            switch declaration.traits.support {
            case .onlyFor(let values): "for " + values.map { "`\($0)`" }.joined(separator: ", ")
            case .done, .notYet: inherited.isSupported ? "yes" : "not yet"
            }
        line("| \(name) | \(type) | \(defaultText(declaration)) | \(cell(bounds(of: declaration))) | \(effect) | \(support) | \(cell(words)) |")
    }

    private func link(_ declaration: FieldDeclaration, at place: String) -> String {
        let target: String
        switch declaration.shape {
        case .object: target = place
        case .list(of: .object): target = place + "[]"
        default: return "`\(declaration.name)`"
        }
        let anchor = target.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        return "[`\(declaration.name)`](#\(anchor))"
    }

    private func defaultText(_ declaration: FieldDeclaration) -> String {
        if let value = declaration.schemaDefault { return "`\(value.text)`" }
        return declaration.visibleDefault.map { "*`\($0.text)`*" } ?? ""
    }

    private func bounds(of declaration: FieldDeclaration) -> String {
        let traits = declaration.traits
        var parts = words(traits.bounds) + words(traits.itemBounds).map { "each: \($0)" }
        switch traits.listType {
        case .set?: parts.append("none twice")
        case .map(let key)?: parts.append("one of each `\(key)`")
        case .atomic?, nil: break
        }
        parts += traits.rules.map(\.message)
        return parts.joined(separator: "; ")
    }

    private func words(_ bounds: Bounds) -> [String] {
        var parts: [String] = []
        func range(_ low: Int?, _ high: Int?, _ unit: String) {
            switch (low, high) {
            case (let low?, let high?): parts.append("\(low) to \(high)\(unit)")
            case (let low?, nil): parts.append("≥ \(low)\(unit)")
            case (nil, let high?): parts.append("≤ \(high)\(unit)")
            case (nil, nil): break
            }
        }
        range(bounds.minimum, bounds.maximum, "")
        range(bounds.minimumLength, bounds.maximumLength, " characters")
        range(bounds.minimumItems, bounds.maximumItems, " elements")
        if let choices = bounds.choices { parts.append(choices.map { "`\($0)`" }.joined(separator: ", ")) }
        if let pattern = bounds.pattern { parts.append("`\(pattern)`") }
        return parts
    }

    private func cell(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }

    mutating func effects() {
        guard !used.isEmpty else { return }
        line("")
        line("## What a change does")
        line("")
        line("| | |")
        line("| --- | --- |")
        for effect in Effect.allCases where used.contains(effect) { line("| \(effect.title) | \(effect.inWords) |") }
    }
}
