import { defineContentScript } from 'wxt/utils/define-content-script';

export default defineContentScript({ matches: ['*://*.test/*'], runAt: 'document_end', main() {} });
