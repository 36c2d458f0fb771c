import { fill } from '#demos/parts/fill.ts';
import type { RaceSettings } from './race.settings.ts';
import type { RaceTexts } from './race.texts.ts';

type Units = RaceTexts['units'];

/** `12,345` */
export const whole = (value: number): string => String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** Two or three digits where a number is small: `0.000014`, `0.083`, `1.02`, `25.3`, `12,345`. */
export function figures(value: number): string {
  if (value >= 100) return whole(value);
  if (value >= 1 || value === 0) return String(Number(value.toFixed(value >= 10 ? 1 : 2)));
  // Never in powers of ten.
  return value.toFixed(Math.min(9, 1 - Math.floor(Math.log10(value)))).replace(/\.?0+$/, '');
}

/** `0.4 ms` is under one; `250 ms`, `1.5 s`, `8 min`. */
export function duration(ms: number, units: Units): string {
  if (ms > 0 && ms < 1) return units.underMs;
  if (ms < 999.5) return fill(units.ms, { n: Math.round(ms) });
  if (ms < 600_000) return fill(units.s, { n: Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1)) });
  return fill(units.min, { n: Math.round(ms / 60_000) });
}

/** What a setting says beside its slider. */
export function settingSays(name: keyof RaceSettings, value: number, units: Units): string {
  if (name === 'perMinute')
    return value < 60 ? fill(units.perMinute, { n: value }) : fill(units.perSecond, { n: value / 60 });
  if (name === 'extra') return value === 0 ? units.none : fill(units.bytes, { n: whole(value) });
  return duration(value, units);
}
