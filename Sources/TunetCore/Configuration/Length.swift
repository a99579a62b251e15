/// A distance at a door, in whole millimetres: nobody measures a door frame more finely.
package struct Length: Sendable, Hashable, Comparable {
    package var millimetres: Int

    package init(millimetres: Int) {
        self.millimetres = millimetres
    }

    package static func millimetres(_ millimetres: Int) -> Length {
        Length(millimetres: millimetres)
    }

    package static func centimetres(_ centimetres: Int) -> Length {
        Length(millimetres: 10 * centimetres)
    }

    package static func < (lhs: Length, rhs: Length) -> Bool {
        lhs.millimetres < rhs.millimetres
    }
}
