import type { Fact } from './service';

const minuteMs = 60_000;
let ids = 0;

/** A time before now, as events carry it. */
export const ago = (minutes: number): string => new Date(Date.now() - minutes * minuteMs).toISOString();

/** An event of a visitor of its own, unless said otherwise. */
export function event(type: string, campaign: string, more: Fact = {}): Fact {
  ids += 1;
  return { id: `e-${ids}`, type, time: ago(0), visitor: `v-${ids}`, campaign, ...more };
}

export const times = (count: number, make: (index: number) => Fact): Fact[] => Array.from({ length: count }, (_, index) => make(index));

/** Of each campaign its own: the campaign of a post in the catalog is that of its events. */
export const postOf = (creator: string, campaign: string): Fact => ({ creator, content: `${campaign}-${creator}` });

/** A campaign with two creators with a post each, and a fee of 40 that has accrued by today. */
export function springCatalog(campaign: string): Fact[] {
  const today = ago(0).slice(0, 10);
  const yesterday = ago(24 * 60).slice(0, 10);
  const fee = { cost: 'flat', amount: '40', currency: 'EUR', from: yesterday, to: yesterday };
  return [
    { kind: 'campaign', id: campaign, name: 'Spring', start: yesterday, end: today, currency: 'EUR', timezone: 'UTC' },
    { kind: 'creator', id: 'ana', name: 'Ana Lima' },
    { kind: 'creator', id: 'ben', name: 'Ben Okoro' },
    { kind: 'content', id: `${campaign}-ana`, campaign, creator: 'ana', platform: 'instagram', format: 'reel', published: ago(60) },
    { kind: 'content', id: `${campaign}-ben`, campaign, creator: 'ben', platform: 'youtube', format: 'video', published: ago(60) },
    { kind: 'cost', id: `fee-${campaign}`, campaign, creator: 'ana', ...fee },
  ];
}
