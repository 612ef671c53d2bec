// Fetches the page again and swaps the sections that changed: what is scrolled, opened or selected stays as it is.
(() => {
  const period = 2000;
  const connection = document.getElementById('connection');

  const swap = (fresh) => {
    const main = document.querySelector('main');
    for (const section of fresh.querySelectorAll('main > section')) {
      const shown = document.getElementById(section.id);
      if (!shown) { main.append(document.adoptNode(section)); continue; }
      // Compared with what was fetched before, as opening a part changes what is shown.
      if (seen.get(section.id) === section.innerHTML) continue;
      seen.set(section.id, section.innerHTML);
      for (const part of shown.querySelectorAll('details[id]')) {
        const same = section.querySelector(`#${CSS.escape(part.id)}`);
        if (same) same.open = part.open;
      }
      const scrolled = new Map([...shown.querySelectorAll('.table[aria-label]')].map(table => [table.getAttribute('aria-label'), table.scrollLeft]));
      const focused = shown.contains(document.activeElement) ? document.activeElement : null;
      const place = focused?.getAttribute('href') ?? focused?.getAttribute('aria-label');
      shown.replaceChildren(...section.childNodes);
      for (const table of shown.querySelectorAll('.table[aria-label]')) table.scrollLeft = scrolled.get(table.getAttribute('aria-label')) ?? 0;
      if (place) {
        [...shown.querySelectorAll('a[href], .table[aria-label]')]
          .find(one => one.getAttribute('href') === place || one.getAttribute('aria-label') === place)?.focus({ preventScroll: true });
      }
    }
  };

  const say = (text) => { if (connection.textContent !== text) connection.textContent = text; };

  const refresh = async () => {
    try {
      if (document.hidden || !getSelection().isCollapsed) return;
      const answer = await fetch('/', { headers: { Accept: 'text/html' }, cache: 'no-store' });
      if (!answer.ok) throw new Error(answer.statusText);
      swap(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      say('');
    } catch {
      say('LocalAws does not answer; what is shown is how it was.');
    } finally {
      setTimeout(refresh, period);
    }
  };

  const seen = new Map([...document.querySelectorAll('main > section')].map(section => [section.id, section.innerHTML]));
  setTimeout(refresh, period);
})();
