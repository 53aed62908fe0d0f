/// A table in plain text, as kubectl lays them out: columns as wide as needed, three spaces between them.
struct TextTable {
    /// One cell.
    struct Cell: ExpressibleByStringInterpolation {
        var text: String
        var tone = Tone.plain

        init(_ text: String, _ tone: Tone = .plain) { (self.text, self.tone) = (text, tone) }
        init(stringLiteral text: String) { self.init(text) }
        /// What is not known is a dash.
        init(_ text: String?) { self.init(text ?? "-") }
    }

    let header: [String]
    private(set) var rows: [[Cell]] = []

    init(_ header: String...) { self.header = header }

    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// The lines, each with its line end. Columns in which no row has anything are left out.
    func text(_ style: TextStyle = .plain, indent: Int = 0) -> String {
        let shown = header.indices.filter { column in rows.contains { $0[column].text != "-" && !$0[column].text.isEmpty } }
        let widths = shown.map { column in rows.reduce(header[column].count) { max($0, $1[column].text.count) } }
        let margin = String(repeating: " ", count: indent)
        let lines = [header.map { Cell($0, .quiet) }] + rows
        return lines.map { cells in
            var line = margin
            for (position, column) in shown.enumerated() {
                let cell = cells[column]
                line += style.apply(cell.tone, to: cell.text)
                if position < shown.count - 1 { line += String(repeating: " ", count: widths[position] - cell.text.count + 3) }
            }
            return line.trimmingSpacesAtEnd + "\n"
        }.joined()
    }
}

extension String {
    var trimmingSpacesAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
