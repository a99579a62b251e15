/// Follows what changes on the page, without loading it anew: an element keeps its focus, and a screen reader hears what is
/// new only.
enum KioskScript {
    static let js = """
        'use strict';
        (function () {
          var body = document.body, lost = document.getElementById('lost'), source = null, silence = 0;

          // Makes one element like another, and touches nothing that is the same.
          function become(now, next) {
            var index, name, names = now.getAttributeNames();
            for (index = 0; index < names.length; index += 1) {
              if (!next.hasAttribute(names[index])) { now.removeAttribute(names[index]); }
            }
            names = next.getAttributeNames();
            for (index = 0; index < names.length; index += 1) {
              name = names[index];
              if (now.getAttribute(name) !== next.getAttribute(name)) { now.setAttribute(name, next.getAttribute(name)); }
            }
            var from = Array.from(now.childNodes), to = Array.from(next.childNodes);
            for (index = 0; index < to.length; index += 1) {
              if (index >= from.length) {
                now.appendChild(document.importNode(to[index], true));
              } else if (from[index].nodeName !== to[index].nodeName || from[index].id !== to[index].id) {
                now.replaceChild(document.importNode(to[index], true), from[index]);
              } else if (to[index].nodeType === Node.ELEMENT_NODE) {
                become(from[index], to[index]);
              } else if (from[index].data !== to[index].data) {
                from[index].data = to[index].data;
              }
            }
            for (; index < from.length; index += 1) { now.removeChild(from[index]); }
          }

          function show(html) {
            var next = new DOMParser().parseFromString(html, 'text/html').getElementById('kiosk');
            var now = document.getElementById('kiosk');
            if (!next || !now) { return; }
            document.documentElement.lang = next.lang;
            body.classList.toggle('dim', next.dataset.dim === '1');
            become(now, next);
            var heading = now.querySelector('h1');
            if (heading) { document.title = heading.textContent; }
          }

          function heard() {
            clearTimeout(silence);
            lost.hidden = true;
          }

          function listen() {
            source = new EventSource(body.dataset.live);
            source.onopen = heard;
            source.addEventListener('main', function (event) { heard(); show(event.data); });
            source.onerror = function () {
              clearTimeout(silence);
              silence = setTimeout(function () { lost.hidden = false; }, 3000);
              // The browser itself tries again, unless it was given an answer that is no stream.
              if (source.readyState === EventSource.CLOSED) { source.close(); setTimeout(listen, 2000); }
            };
          }

          document.addEventListener('submit', function (event) {
            var form = event.target, button = event.submitter;
            if (!button || !button.name || !form.panel) { return; }
            event.preventDefault();
            var fields = new URLSearchParams();
            fields.set('panel', form.panel.value);
            fields.set(button.name, button.value);
            fetch(form.getAttribute('action'), { method: 'POST', body: fields, redirect: 'manual' }).catch(function () {
              lost.hidden = false;
            });
          });

          listen();
        }());

        """
}
