/// Simple line drawings for the sign and its like, made for Tunet. Each fills a square of 48.
enum PrivacyIcon: String, CaseIterable {
    case purpose, technology, processing, storage, access, accountability
    case camera, microphone, radio, identity

    /// Inline SVG, for the eye only: the words stand beside it.
    var svg: String {
        let cross = isForbidden ? "<path d=\"M6 6 42 42\" stroke-width=\"4\"/>" : ""
        return "<svg viewBox=\"0 0 48 48\" aria-hidden=\"true\" focusable=\"false\">\(drawing)\(cross)</svg>"
    }

    private var isForbidden: Bool {
        switch self {
        case .camera, .microphone, .radio, .identity: true
        default: false
        }
    }

    private var drawing: String {
        switch self {
        case .purpose:
            // A house with people.
            """
            <path d="M5 23 24 6l19 17M10 19v23h28V19"/><circle cx="19" cy="26" r="3"/><circle cx="29" cy="26" r="3"/>\
            <path d="M14 42v-6q0-5 5-5t5 5v6m0-6q0-5 5-5t5 5v6"/>
            """
        case .technology:
            // A door with a beam across it.
            """
            <path d="M11 43V5h26v38M5 43h38"/><path d="M11 26h26" stroke-dasharray="4 3"/>\
            <circle cx="11" cy="26" r="3" class="full"/><circle cx="37" cy="26" r="3" class="full"/>
            """
        case .processing:
            // A die: the noise.
            """
            <rect x="8" y="8" width="32" height="32" rx="6"/><circle cx="17" cy="17" r="2.6" class="full"/>\
            <circle cx="31" cy="17" r="2.6" class="full"/><circle cx="24" cy="24" r="2.6" class="full"/>\
            <circle cx="17" cy="31" r="2.6" class="full"/><circle cx="31" cy="31" r="2.6" class="full"/>
            """
        case .storage:
            // A box with a clock.
            """
            <path d="M6 14h36v8M6 14v28h18M6 14l5-8h26l5 8M19 20h10"/><circle cx="34" cy="34" r="9"/><path d="M34 28v6h5"/>
            """
        case .access:
            // An eye.
            """
            <path d="M4 24q20-28 40 0-20 28-40 0z"/><circle cx="24" cy="24" r="6"/><circle cx="24" cy="24" r="1.5" class="full"/>
            """
        case .accountability:
            // Somebody who can be spoken to.
            """
            <circle cx="16" cy="19" r="7"/><path d="M4 43q0-13 12-13t12 13z"/><path d="M27 6h17v13h-9l-5 5v-5h-3z"/>
            """
        case .camera:
            "<rect x=\"5\" y=\"14\" width=\"38\" height=\"26\" rx=\"4\"/><path d=\"M17 14l3-6h8l3 6\"/><circle cx=\"24\" cy=\"27\" r=\"8\"/>"
        case .microphone:
            "<rect x=\"18\" y=\"5\" width=\"12\" height=\"22\" rx=\"6\"/><path d=\"M11 22q0 13 13 13t13-13M24 35v8m-7 0h14\"/>"
        case .radio:
            "<path d=\"M6 20q18-16 36 0M12 27q12-11 24 0M18 34q6-6 12 0\"/><circle cx=\"24\" cy=\"39\" r=\"2.6\" class=\"full\"/>"
        case .identity:
            """
            <rect x="5" y="11" width="38" height="28" rx="4"/><circle cx="16" cy="22" r="4"/><path d="M9 34q0-7 7-7t7 7"/>\
            <path d="M28 20h10M28 27h10M28 34h6"/>
            """
        }
    }
}
