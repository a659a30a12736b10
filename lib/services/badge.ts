import browser from 'webextension-polyfill';

const accent = '#1c4f8f';

/**
 * The toolbar button of a tab: a count only for what waits for this person, `!` only where a page is recognised and cannot be
 * shown in it. The browser clears both when the tab goes elsewhere. A tab that closed meanwhile is no failure.
 */
export async function badge(tabId: number, what: number | 'cannotShow'): Promise<void> {
  const cannot = what === 'cannotShow';
  const text = cannot ? '!' : what === 0 ? '' : what > 9 ? '9+' : String(what);
  const title = cannot
    ? browser.i18n.getMessage('badge_cannotShow')
    : what === 0
      ? browser.i18n.getMessage('extName')
      : browser.i18n.getMessage('badge_waits', String(what));
  await Promise.all([
    browser.action.setBadgeText({ tabId, text }),
    browser.action.setBadgeBackgroundColor({ tabId, color: accent }),
    browser.action.setTitle({ tabId, title }),
  ]).catch(() => undefined);
}
