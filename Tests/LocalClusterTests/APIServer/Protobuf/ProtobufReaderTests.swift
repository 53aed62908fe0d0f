import Testing

@testable import LocalAPIServer

@Suite("The wire format of Protocol Buffers") struct ProtobufReaderTests {
    @Test(
        "has numbers, eight and four bytes, and bytes",
        arguments: [
            ([0x08, 0x00], 1, .varint(0)),
            ([0x08, 0x96, 0x01], 1, .varint(150)),
            ([0x80, 0x01, 0x01], 16, .varint(1)),
            ([0xF8, 0xFF, 0xFF, 0xFF, 0x0F, 0x01], 536_870_911, .varint(1)),
            ([0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], 1, .varint(.max)),
            ([0x11, 1, 2, 3, 4, 5, 6, 7, 8], 2, .fixed64(0x0807_0605_0403_0201)),
            ([0x1D, 1, 2, 3, 4], 3, .fixed32(0x0403_0201)),
            ([0x22, 3, 0x61, 0x62, 0x63], 4, .bytes([0x61, 0x62, 0x63])),
            ([0x22, 0], 4, .bytes([])),
            // A group with a group, a number and bytes in it, and then a field.
            ([0x2B, 0x33, 0x08, 0x01, 0x34, 0x12, 1, 0x61, 0x2C, 0x08, 0x07], 1, .varint(7)),
        ] as [([UInt8], Int, ProtobufReader.Value)])
    func fields(bytes: [UInt8], number: Int, value: ProtobufReader.Value) throws {
        var reader = ProtobufReader(bytes[...])
        let field = try #require(try reader.next())
        #expect(field.number == number)
        #expect(field.value == value)
        #expect(try reader.next() == nil)
    }

    @Test(
        "is refused where it is broken",
        arguments: [
            ([0x08], "the message ends within a number"),
            ([0x08, 0x80], "the message ends within a number"),
            ([0x08] + Array(repeating: 0xFF, count: 10), "a number has more than 64 bits"),
            ([0x08] + Array(repeating: 0x80, count: 9) + [0x02], "a number has more than 64 bits"),
            ([0x00, 0x00], "0 is no number of a field: they go from 1 to 536870911"),
            ([0x80, 0x80, 0x80, 0x80, 0x10, 0x00], "536870912 is no number of a field: they go from 1 to 536870911"),
            ([0x0A, 5, 1], "field 1 should have 5 bytes, and the message ends after 1"),
            (
                [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
                "field 1 should have 18446744073709551615 bytes, and the message ends after 0"
            ),
            ([0x09, 1, 2, 3], "field 1 should have 8 bytes, and the message ends after 3"),
            ([0x0D, 1, 2, 3], "field 1 should have 4 bytes, and the message ends after 3"),
            ([0x0E, 1], "field 1 has wire type 6, which does not exist"),
            ([0x0F, 1], "field 1 has wire type 7, which does not exist"),
            ([0x0C], "field 1 ends a group that has not begun"),
            ([0x0B, 0x08, 0x01], "the message ends within group 1"),
            ([0x0B, 0x14], "group 1 ends as group 2"),
        ] as [([UInt8], String)])
    func broken(bytes: [UInt8], text: String) {
        #expect(throws: ProtobufError(text)) {
            var reader = ProtobufReader(bytes[...])
            while try reader.next() != nil {}
        }
    }
}
