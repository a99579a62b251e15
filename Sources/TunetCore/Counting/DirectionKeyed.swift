/// Something that there is of each direction.
package protocol DirectionKeyed {
    associatedtype Amount

    var `in`: Amount { get set }
    var out: Amount { get set }
    /// Of sensors that do not tell directions.
    var unknown: Amount { get set }
}

extension DirectionKeyed {
    @inline(__always)
    package subscript(direction: Direction) -> Amount {
        get {
            switch direction {
            case .in: self.in
            case .out: out
            case .unknown: unknown
            }
        }
        set {
            switch direction {
            case .in: self.in = newValue
            case .out: out = newValue
            case .unknown: unknown = newValue
            }
        }
    }
}
