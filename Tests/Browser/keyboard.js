// Which elements the keyboard should reach, and where it is now.
globalThis.tunetKeyboard = (() => {
    const { name, isShown, controlSelector } = tunetPage;
    let wanted = [];

    const canFocus = (element) => element.tabIndex >= 0 || element.matches("[contenteditable=true], [contenteditable='']");
    const isReachable = (element) => canFocus(element) && !element.disabled && isShown(element) && !element.closest("[inert]");

    /** One of a group of radio buttons stands for the group. */
    const isOtherOfGroup = (element) => {
        if (!element.matches("input[type=radio]")) return false;
        const group = [...document.querySelectorAll("input[type=radio]")].filter((e) => e.name === element.name && e.form === element.form);
        return (group.find((e) => e.checked) ?? group[0]) !== element;
    };

    const begin = () => {
        // The next Tab goes on from the head of the page, also where a field had the focus from the start.
        const start = document.createElement("span");
        start.tabIndex = -1;
        document.body.prepend(start);
        start.focus();
        start.remove();
        scrollTo(0, 0);
        wanted = [...document.querySelectorAll("*")].filter((e) => isReachable(e) && !isOtherOfGroup(e));
        const findings = [];
        for (const element of document.querySelectorAll(controlSelector)) {
            if (isShown(element) && !element.disabled && !canFocus(element)) findings.push(`can't be reached with the keyboard: ${name(element)}`);
        }
        for (const element of document.querySelectorAll("[tabindex]")) {
            if (element.tabIndex > 0) findings.push(`has a place of its own in the tab order: ${name(element)}`);
        }
        let last;
        for (const element of wanted) {
            const box = element.getBoundingClientRect();
            // The next one stands lower, or further right: in the same line, or at the head of the next column.
            if (last && box.bottom <= last.box.top + 1 && box.left < last.box.right - 1) {
                findings.push(`comes after ${name(last.element)} but stands before it: ${name(element)}`);
            } else if (last && Math.abs(box.top - last.box.top) < 2 && box.right <= last.box.left + 1) {
                findings.push(`comes after ${name(last.element)} but stands left of it: ${name(element)}`);
            }
            last = { element, box };
        }
        return { count: wanted.length, findings };
    };

    /** After a press of Tab: which of the wanted ones has the focus, and where it is seen. Minus one for none of them. */
    const now = () => {
        const element = document.activeElement;
        const index = wanted.indexOf(element);
        if (index < 0) return { index, name: name(element ?? document.body) };
        element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
        const box = element.getBoundingClientRect();
        // A link over two lines has two boxes, and nothing of it is in the middle of both.
        const first = element.getClientRects()[0];
        const middle = (from, length, end) => (Math.max(from, 0) + Math.min(from + length, end)) / 2;
        const top = document.elementFromPoint(middle(first.left, first.width, innerWidth), middle(first.top, first.height, innerHeight));
        const isSeen = top !== null && element.contains(top);
        const clip = { x: box.left + scrollX - 6, y: box.top + scrollY - 6, width: box.width + 12, height: Math.min(box.height + 12, 600) };
        const hasParts = element.matches("input[type=date], input[type=time], input[type=month], input[type=week]");
        return { index, name: name(element), isSeen, clip, hasParts };
    };

    const leave = () => document.activeElement?.blur();
    const back = (index) => wanted[index].focus({ preventScroll: true, focusVisible: true });
    return { begin, now, leave, back };
})();
