/// A parsed CEL expression.
indirect enum CELExpression {
    case literal(CELValue)
    case identifier(String)
    /// `operand.field`, or `operand.?field`.
    case select(CELExpression, String, optional: Bool)
    /// `has(operand.field)`.
    case has(CELExpression, String)
    /// `operand[index]`, or `operand[?index]`.
    case index(CELExpression, CELExpression, optional: Bool)
    /// A function, with what stands before its dot if anything does. Operators are functions of their symbol.
    case call(String, target: CELExpression?, [CELExpression])
    case list([CELExpression])
    case map([(key: CELExpression, value: CELExpression)])
    case conditional(CELExpression, CELExpression, CELExpression)
    /// `target.all(x, …)` and its like; some have a second variable or a second expression.
    case comprehension(String, target: CELExpression, variables: [String], [CELExpression])

    /// Whether a name occurs that the expression does not bind itself.
    func mentions(_ name: String) -> Bool {
        switch self {
        case .literal: false
        case .identifier(let identifier): identifier == name
        case .select(let operand, _, _), .has(let operand, _): operand.mentions(name)
        case .index(let operand, let index, _): operand.mentions(name) || index.mentions(name)
        case .call(_, let target, let arguments): (target?.mentions(name) ?? false) || arguments.contains { $0.mentions(name) }
        case .list(let elements): elements.contains { $0.mentions(name) }
        case .map(let entries): entries.contains { $0.key.mentions(name) || $0.value.mentions(name) }
        case .conditional(let condition, let first, let second): condition.mentions(name) || first.mentions(name) || second.mentions(name)
        case .comprehension(_, let target, let variables, let bodies):
            target.mentions(name) || !variables.contains(name) && bodies.contains { $0.mentions(name) }
        }
    }
}
