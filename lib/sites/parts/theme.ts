/** Light or dark as the page is shown: by the first painted background behind the content, since products state their theme in no common way. */
export function shownTheme(doc: Document): 'light' | 'dark' {
  for (const element of [doc.body, doc.documentElement]) {
    const colour = getComputedStyle(element).backgroundColor;
    const [r = 0, g = 0, b, alpha = 1] = (colour.match(/(?<![\w-])[\d.]+/g) ?? []).map(Number);
    // rgb() counts to 255, color() to 1; a transparent body shows what is behind it
    if (b !== undefined && alpha > 0.5)
      return 0.2126 * r + 0.7152 * g + 0.0722 * b < (colour.startsWith('rgb') ? 128 : 0.5) ? 'dark' : 'light';
  }
  return 'light';
}
