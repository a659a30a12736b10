import { defineContentScript } from 'wxt/utils/define-content-script';

declare const chrome: { runtime: { getURL(path: string): string } };

export default defineContentScript({
  matches: ['*://*.test/*'],
  runAt: 'document_end',
  main() {
    const host = document.createElement('twin-root');
    const frame = document.createElement('iframe');
    Object.assign(frame, { credentialless: true, src: chrome.runtime.getURL('empty.html') });
    frame.style.cssText = 'display:block;border:0;width:100%;height:148px';
    host.attachShadow({ mode: 'closed' }).append(frame);
    (document.querySelector('#region-main') ?? document.body).prepend(host);
  },
});
