/**
 * Calls `moved` after the address changed without a load. The Navigation API says so when the new address is already in
 * force (`navigate` would come before); where it is absent, the isolated world sees no pushState, so the address is compared once a second.
 */
export function watchAddress(moved: () => void, signal: AbortSignal): void {
  let known = location.href;
  const compare = (): void => {
    if (known !== location.href) {
      known = location.href;
      moved();
    }
  };
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) return navigation.addEventListener('currententrychange', compare, { signal });
  const timer = setInterval(compare, 1000);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
