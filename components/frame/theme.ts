/** The host page's theme: on the root for the tokens, and as the colour scheme that makes the frame's ground see-through. */
export function dress(theme: 'light' | 'dark'): void {
  document.documentElement.dataset.theme = theme;
}

/** The page script puts the theme behind `#`, so that the first picture has it. */
export const themeOf = (hash: string): 'light' | 'dark' | null => (hash === '#dark' ? 'dark' : hash === '#light' ? 'light' : null);
