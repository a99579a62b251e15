// What the checks ask a page, from inside of it. The protocol puts it there, so that no page has to allow it.
// Every question answers with a list of findings; an empty one is good.
globalThis.tunetPage = (() => {
    const root = document.documentElement;

    /** Short enough for one line of a report. */
    const name = (element) => {
        const text = (element.getAttribute?.("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
        const id = element.id ? `#${element.id}` : "";
        const kind = element.classList?.length ? `.${[...element.classList].join(".")}` : "";
        return `<${element.tagName.toLowerCase()}${id}${kind}> “${text.slice(0, 40)}”`;
    };

    const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && element.getClientRects().length > 0;

    /** Every element that has text of its own, with that text. */
    const texts = () => {
        const found = new Map();
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const parent = node.parentElement;
            if (!node.data.trim() || !parent || ["SCRIPT", "STYLE", "NOSCRIPT", "TITLE"].includes(parent.tagName)) continue;
            if (!isShown(parent)) continue;
            if (!found.has(parent)) found.set(parent, []);
            found.get(parent).push(node);
        }
        return found;
    };

    /** Left, top, right and bottom of every line of an element's own text, in pixels of the page. */
    const lines = (nodes) => nodes.flatMap((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
    });

    /** Moved out of sight for those who hear the page. */
    const isForHearing = (element) => {
        for (let e = element; e && e !== document.body; e = e.parentElement) {
            const style = getComputedStyle(e);
            const box = e.getBoundingClientRect();
            // Cut down to a dot, or kept left of the window until it has the focus, as a link past the navigation is.
            if (style.position === "absolute" && ((box.width <= 2 && box.height <= 2) || box.right < -100)) return true;
        }
        return false;
    };

    /** The nearest one around that scrolls by itself: a wide table may. */
    const scroller = (element) => {
        for (let e = element; e && e !== document.body; e = e.parentElement) {
            if (["auto", "scroll"].includes(getComputedStyle(e).overflowX)) return e;
        }
        return null;
    };

    const overflow = () => {
        const width = root.clientWidth;
        const findings = [];
        if (root.scrollWidth > width + 1) findings.push(`the page is ${root.scrollWidth} px wide in a window of ${width} px`);
        for (const [element, nodes] of texts()) {
            if (scroller(element) || isForHearing(element)) continue;
            const out = lines(nodes).find((r) => r.right > width + 1 || r.left < -1);
            if (out) findings.push(`text reaches beyond the window (${Math.round(out.left)} to ${Math.round(out.right)} px): ${name(element)}`);
        }
        return findings;
    };

    /** Text that is cut off, or lies on other text. */
    const lost = () => {
        const findings = [];
        const shown = [...texts()].filter(([element]) => !isForHearing(element));
        for (const [element, nodes] of shown) {
            for (let box = element; box && box !== document.body; box = box.parentElement) {
                const style = getComputedStyle(box);
                const hides = (value) => value === "hidden" || value === "clip";
                if (box instanceof SVGElement) continue;
                const frame = box.getBoundingClientRect();
                const cut = lines(nodes).find((r) =>
                    (hides(style.overflowX) && (r.right > frame.right + 2 || r.left < frame.left - 2))
                    || (hides(style.overflowY) && (r.bottom > frame.bottom + 4 || r.top < frame.top - 4)));
                if (cut) { findings.push(`text is cut off: ${name(element)}`); break; }
                if (style.textOverflow === "ellipsis" && box.scrollWidth > box.clientWidth + 1) {
                    findings.push(`text ends in an ellipsis: ${name(element)}`);
                    break;
                }
                if (["fixed", "sticky"].includes(style.position)) break;
            }
        }
        const all = shown.flatMap(([element, nodes]) => lines(nodes).map((r) => ({ element, r })));
        all.sort((a, b) => a.r.top - b.r.top);
        const told = new Set();
        all.forEach((a, index) => {
            for (let j = index + 1; j < all.length && all[j].r.top < a.r.bottom - 1; j += 1) {
                const b = all[j];
                // Boxes of letters in one paragraph overlap where their sizes differ; the letters do not.
                if (a.element.contains(b.element) || b.element.contains(a.element) || told.has(a.element)) continue;
                // Where a table scrolls in its own frame, what is out of the frame lies on nothing.
                if (scroller(a.element) !== scroller(b.element)) continue;
                const width = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
                const height = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
                // Line boxes touch; letters do not until the boxes share a third of their height.
                if (width > 2 && height > Math.min(a.r.height, b.r.height) / 3) {
                    told.add(a.element);
                    findings.push(`text lies on other text: ${name(a.element)} and ${name(b.element)}`);
                }
            }
        });
        return findings;
    };

    /** The size of each text, to see what does not grow. */
    const sizes = () => [...texts().keys()].map((element) => ({
        name: name(element), size: parseFloat(getComputedStyle(element).fontSize), isDrawing: element instanceof SVGElement,
    }));

    const controlSelector = "a[href], button, input:not([type=hidden]), select, textarea, summary, area[href], "
        + "[role=button], [role=link], [role=checkbox], [role=radio], [role=textbox], [contenteditable=true], [onclick]";

    const targets = (least) => {
        const findings = [];
        for (const element of document.querySelectorAll(controlSelector)) {
            if (!isShown(element)) continue;
            const style = getComputedStyle(element);
            // A link in the middle of a sentence is as high as its line (WCAG 2.2, 2.5.8, exception “inline”).
            const around = element.parentElement?.textContent.trim().length ?? 0;
            if (element.matches("a[href]") && style.display === "inline" && around > element.textContent.trim().length) continue;
            const labels = [...(element.labels ?? [])].map((label) => label.getBoundingClientRect());
            const boxes = [element.getBoundingClientRect(), ...labels];
            const good = boxes.some((box) => box.width >= least - 0.5 && box.height >= least - 0.5);
            const { width, height } = boxes[0];
            if (!good) findings.push(`target of ${width.toFixed(0)} × ${height.toFixed(0)} px, least ${least.toFixed(0)}: ${name(element)}`);
        }
        return findings;
    };

    /** What runs now, or would run if something changed. */
    const motion = () => {
        const findings = document.getAnimations().map((a) => `runs: ${a.animationName ?? a.transitionProperty ?? "an animation"} on ${name(a.effect.target)}`);
        const seconds = (list) => Math.max(...list.split(",").map((t) => parseFloat(t) * (t.trim().endsWith("ms") ? 0.001 : 1)));
        for (const element of document.querySelectorAll("*")) {
            for (const part of [null, "::before", "::after", "::backdrop"]) {
                const style = getComputedStyle(element, part);
                if (style.animationName !== "none" && seconds(style.animationDuration) > 0.01) findings.push(`animation “${style.animationName}” on ${name(element)}${part ?? ""}`);
                if (seconds(style.transitionDuration) > 0.01) findings.push(`transition of ${style.transitionDuration} on ${name(element)}${part ?? ""}`);
            }
            if (getComputedStyle(element).scrollBehavior === "smooth") findings.push(`smooth scrolling on ${name(element)}`);
            if (/^(animate|animatemotion|animatetransform|set|marquee|blink|video)$/i.test(element.tagName)) findings.push(`moves by itself: ${name(element)}`);
        }
        return findings;
    };

    /** Repeats itself more than three times a second (WCAG 2.2, 2.3.1). */
    const flashes = () => document.getAnimations().filter((animation) => {
        const { duration, iterations } = animation.effect.getComputedTiming();
        return iterations > 1 && duration < 1000 / 3;
    }).map((animation) => `flashes: ${animation.animationName} on ${name(animation.effect.target)}`);

    const structure = (language, mayReload = false) => {
        const findings = [];
        if (root.lang !== language) findings.push(`lang of the page is “${root.lang}”, not “${language}”`);
        if (!document.title.trim()) findings.push("no title");
        const count = (selector) => [...document.querySelectorAll(selector)].filter(isShown).length;
        // A file of several sheets, the same in each language, has one on each.
        const sheets = Math.max(1, count("main > article[lang]"));
        if (count("h1") !== sheets) findings.push(`${count("h1")} first headings instead of ${sheets}`);
        if (count("main") !== 1) findings.push(`${count("main")} main landmarks instead of one`);
        const viewport = document.querySelector("meta[name=viewport]")?.content ?? "";
        if (!viewport.includes("width=device-width")) findings.push("no viewport of the width of the device");
        if (/user-scalable\s*=\s*(no|0)|maximum-scale/.test(viewport)) findings.push("the page forbids to zoom");
        for (const element of document.querySelectorAll("[lang]")) {
            if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(element.lang)) findings.push(`lang “${element.lang}” is none: ${name(element)}`);
        }
        if (!mayReload && document.querySelector("meta[http-equiv=refresh i]")) findings.push("the page is loaded anew by itself");
        return findings;
    };

    /** Each text with the language that it is marked with. */
    const marked = () => [...texts()].filter(([element]) => !element.closest("svg")).map(([element, nodes]) => ({
        name: name(element), text: nodes.map((node) => node.data).join(" "), lang: element.closest("[lang]")?.lang ?? "",
    })).concat(document.title ? [{ name: "<title>", text: document.title, lang: root.lang }] : []);

    const addressed = () => {
        const own = location.origin;
        const findings = [];
        const see = (address, where) => {
            if (!address || address.startsWith("data:") || address.startsWith("#")) return;
            const url = new URL(address, document.baseURI);
            const isOwn = location.protocol === "file:" ? url.href.split("#")[0] === location.href.split("#")[0] : url.origin === own;
            if (!isOwn && url.protocol !== "data:") findings.push(`${where} names ${url.href}`);
        };
        for (const element of document.querySelectorAll("[src], [srcset], [data], [poster], [background], link[href], form[action], use, image")) {
            for (const key of ["src", "srcset", "data", "poster", "background", "href", "xlink:href", "action"]) {
                if (element.hasAttribute(key) && !(key === "href" && element.tagName === "A")) see(element.getAttribute(key).split(/[ ,]/)[0], name(element));
            }
        }
        const css = [...document.querySelectorAll("style")].map((s) => s.textContent).concat([...document.querySelectorAll("[style]")].map((e) => e.getAttribute("style"))).join("\n");
        for (const match of css.matchAll(/url\(\s*["']?([^"')]+)/g)) see(match[1], "the style sheet");
        for (const match of css.matchAll(/@import\s+["']([^"']+)/g)) see(match[1], "the style sheet");
        return findings;
    };

    // Colours as the screen shows them: a canvas turns every notation into numbers.
    const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const colour = (text) => {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = text;
        brush.fillRect(0, 0, 1, 1);
        return [...brush.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (a, b) => {
        const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
        return (x + 0.05) / (y + 0.05);
    };
    const ground = (element) => {
        for (let e = element; e; e = e.parentElement) {
            const seen = colour(getComputedStyle(e).backgroundColor);
            if (seen[3] > 250) return seen;
        }
        return colour(getComputedStyle(root).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#ffffff");
    };

    /** What axe leaves open or does not look at: text out of sight, words in a drawing, edges of controls (WCAG 2.2, 1.4.11). */
    const contrasts = (least) => {
        const findings = [];
        const isForced = matchMedia("(forced-colors: active)").matches;
        for (const element of texts().keys()) {
            // The browser paints text in the reader's colours, and tells only the page's own. Drawings keep theirs.
            if (isForced && !(element instanceof SVGElement)) continue;
            const style = getComputedStyle(element);
            const behind = ground(element);
            const ink = colour(element instanceof SVGElement ? style.fill : style.color);
            let strength = ink[3] / 255;
            for (let e = element; e; e = e.parentElement) {
                strength *= parseFloat(getComputedStyle(e).opacity);
                if (getComputedStyle(e).backgroundImage !== "none") findings.push(`text on an image or a gradient: ${name(element)}`);
            }
            const ratio = contrast(ink.map((c, i) => c * strength + behind[i] * (1 - strength)), behind);
            if (ratio < least) findings.push(`text has a contrast of ${ratio.toFixed(1)}: ${name(element)}`);
        }
        for (const element of document.querySelectorAll("button, input:not([type=hidden]), select, textarea, [role=textbox]")) {
            // A box to tick that the browser draws itself has the browser's own edge.
            if (element.matches("[type=radio], [type=checkbox]") && getComputedStyle(element).appearance !== "none") continue;
            if (isForced || !isShown(element) || element.disabled) continue;
            const style = getComputedStyle(element);
            const behind = ground(element.parentElement);
            const edges = ["Top", "Right", "Bottom", "Left"].filter((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0)
                .map((side) => contrast(colour(style[`border${side}Color`]), behind));
            const best = Math.max(contrast(ground(element), behind), ...edges, 1);
            if (best < 3) findings.push(`edge of a control has a contrast of ${best.toFixed(1)}: ${name(element)}`);
        }
        for (const element of document.querySelectorAll("*")) {
            if (isForced && element instanceof SVGElement) {
                const { fill, stroke, color } = getComputedStyle(element);
                if (element.matches("rect, path, circle, line, polygon") && ![fill, stroke].some((c) => c !== "none"
                    && contrast(colour(c === "currentcolor" ? color : c), ground(element)) >= 3) && !element.matches(".grid")) {
                    findings.push(`part of a drawing is not seen in the reader's colours: ${name(element.closest("svg").parentElement)}`);
                }
            }
            if (isForced && getComputedStyle(element).forcedColorAdjust === "none" && !element.closest("svg")) {
                findings.push(`keeps its own colours although the reader has chosen some: ${name(element)}`);
            }
        }
        return findings;
    };

    /** Line height 1.5, after paragraphs 2, between letters 0.12, between words 0.16 (WCAG 2.2, 1.4.12). */
    const spread = () => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }");
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    };

    /** Signs that no font here can draw, and that people see as an empty box. */
    const boxes = () => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [60, 60];
        const pen = canvas.getContext("2d", { willReadFrequently: true });
        const draw = (sign, font) => {
            pen.clearRect(0, 0, 60, 60);
            pen.font = font;
            pen.fillText(sign, 5, 45);
            return pen.getImageData(0, 0, 60, 60).data.join();
        };
        const findings = [];
        const seen = new Set();
        for (const [element, nodes] of texts()) {
            const font = `30px ${getComputedStyle(element).fontFamily}`;
            for (const sign of new Set(nodes.map((node) => node.data).join(""))) {
                if (sign < "\u2000" || seen.has(sign) || /[\p{Z}\p{C}\p{M}]/u.test(sign.replace(/\p{Co}/u, "x"))) continue;
                seen.add(sign);
                // No font has a sign for the last code point of all.
                if (draw(sign, font) === draw("\u{10FFFD}", font)) findings.push(`U+${sign.codePointAt(0).toString(16)} is an empty box: ${name(element)}`);
            }
        }
        return findings;
    };

    const words = () => document.body.innerText.split(/\s+/).filter((word) => word.length > 1);

    return {
        name, isShown, overflow, lost, sizes, targets, motion, flashes, structure, marked, addressed, contrasts, spread, boxes, words,
        controlSelector, scroller, contrast, colour, ground,
    };
})();
