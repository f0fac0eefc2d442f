import { STAMP } from './stamps.ts';

/**
 * The script of a page that follows changes. It is a file of its own, since `script-src 'self'` lets such a one through. It
 * listens only while the page can be seen: a browser keeps few connections to one host.
 */
export const LIVE_SCRIPT: string = `(() => {
  'use strict';
  const own = new URL(document.currentScript.src);
  const stamp = '${STAMP}';
  let since = own.searchParams.get('since') || '';
  let events = null;

  const pathOf = (url) => {
    try { return decodeURIComponent(new URL(url, location.href).pathname); } catch { return ''; }
  };
  const stamped = (url) => {
    const next = new URL(url, location.href);
    next.searchParams.set(stamp, String(Date.now()));
    return next.href;
  };

  // The old sheet goes when the new one is there, so that the page is never without style.
  const swap = (link) => {
    link.collectstaticNext?.remove();
    const next = link.cloneNode();
    next.href = stamped(link.href);
    link.collectstaticNext = next;
    next.addEventListener('load', () => { if (link.collectstaticNext === next) link.remove(); });
    next.addEventListener('error', () => { next.remove(); });
    link.after(next);
  };

  const follow = ({ reload, styles, others }) => {
    if (reload) return location.reload();
    const isIn = (paths, url) => paths.includes(pathOf(url));
    for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      // One that is still loading is replaced by way of the one before it.
      const isNext = link.previousElementSibling?.collectstaticNext === link;
      if (!isNext && isIn(styles, link.href)) swap(link);
    }
    const inline = [...document.querySelectorAll('style')].map((style) => style.textContent).join();
    if (styles.some((path) => inline.includes(path))) return location.reload();
    for (const image of document.querySelectorAll('img[src], source[srcset], image')) {
      const url = image.currentSrc || image.src || image.getAttribute('href') || image.srcset || '';
      if (!isIn(others, url.split(' ')[0])) continue;
      if (image.tagName !== 'IMG' || image.srcset) return location.reload();
      image.src = stamped(url);
    }
  };

  const listen = () => {
    const url = new URL('events', own);
    url.searchParams.set('since', since);
    events = new EventSource(url);
    events.onmessage = (event) => {
      since = event.lastEventId;
      follow(JSON.parse(event.data));
    };
  };
  const stop = () => { events?.close(); events = null; };
  const look = () => {
    if (document.visibilityState !== 'visible') stop();
    else if (events === null) listen();
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', stop);
  addEventListener('pageshow', look);
  look();
})();
`;
