/** The reader of a page that says something new starts there: at what is wrong, or at what was done. */
export function begin(): void {
  document.querySelector<HTMLElement>('[data-fouten]')?.focus();
  forgetWhatWasDone();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-verder]')) link.click();
}

/** Loaded again, the page would say once more that something was done. */
function forgetWhatWasDone(): void {
  if (document.querySelector('[data-gedaan]') === null) return;
  const address = new URL(location.href);
  for (const name of ['gedaan', 'zaak']) address.searchParams.delete(name);
  history.replaceState(null, '', address);
}
