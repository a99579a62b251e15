/// Follows what changes on the page, without loading it anew: an element keeps its focus, and a screen reader hears what is
/// new only.
enum KioskScript {
    static let js = """
        'use strict';
        (function () {
          var body = document.body, lost = document.getElementById('lost'), source = null, silence = 0;
          var isLoading = false, again = 0;

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
            // Another language has followed: the one that was chosen is so no more.
            if (next.lang !== now.lang) { body.dataset.live = '/kiosk/live?lang=' + next.lang; }
            document.documentElement.lang = next.lang;
            body.classList.toggle('dim', next.dataset.dim === '1');
            become(now, next);
            var heading = now.querySelector('h1');
            if (heading) { document.title = heading.textContent; }
          }

          function heard() {
            clearTimeout(silence);
            silence = 0;
            lost.hidden = true;
          }

          function listen() {
            source = new EventSource(body.dataset.live);
            source.onopen = heard;
            source.addEventListener('main', function (event) { heard(); show(event.data); });
            source.onerror = function () {
              // Counted from the first failure, not anew with each.
              silence = silence || setTimeout(function () { lost.hidden = false; }, 3000);
              // The browser itself would ask for the language of the start again, and not after an answer that is no stream.
              source.close();
              clearTimeout(again);
              again = setTimeout(listen, 2000);
            };
          }

          function stays() { return body.dataset.live.endsWith('&stay=1'); }

          // Loads the page anew, in its language. Asks for it first: from a browser's own page of an error is no way back.
          function load() {
            var address = '/kiosk?lang=' + document.documentElement.lang + (stays() ? '' : '&turn=1');
            isLoading = true;
            fetch(address).then(function (answer) {
              if (!answer.ok) { throw answer; }
              location.replace(address);
            }).catch(function () {
              lost.hidden = false;
              setTimeout(load, 2000);
            });
          }

          document.addEventListener('submit', function (event) {
            var form = event.target, button = event.submitter;
            if (!button || !button.name || !form.panel) { return; }
            event.preventDefault();
            var fields = new URLSearchParams();
            fields.set('panel', form.panel.value);
            fields.set(button.name, button.value);
            fields.set('script', '1');
            fetch(form.getAttribute('action'), { method: 'POST', body: fields }).then(function (answer) {
              if (!answer.ok) { throw answer; }
              // Somebody is there: the language that was chosen is so for another while.
              if (stays()) { source.close(); clearTimeout(again); listen(); }
            }).catch(function () {
              // What was pressed is there no more, or nobody answers.
              if (!isLoading) { load(); }
            });
          });

          listen();
        }());

        """
}
