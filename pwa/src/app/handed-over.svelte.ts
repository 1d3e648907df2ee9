/**
 * The tablet is in the family's hands. Until the page is loaded anew, which Unlock follows, nothing but the shown
 * page is drawn, whatever address somebody goes to: neither Back nor a link leads to a chart.
 */
class HandedOver {
  /** The record whose page is shown; null while the tablet is in the coordinator's hands. */
  page = $state<string | null>(null);

  begin(page: string): void {
    this.page = page;
  }
}

export const handedOver = new HandedOver();
