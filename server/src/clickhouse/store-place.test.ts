import { describe, expect, it } from 'vitest';
import { PlaceFault, storePlace } from './store-place.ts';

describe('the database of the store', () => {
  it.each([
    ['http://h:8123', undefined, 'request_desk', false],
    ['http://h:8123/', '', 'request_desk', false],
    ['http://h:8123/desk', undefined, 'desk', true],
    ['http://h:8123/desk/', 'desk', 'desk', true],
    ['http://h:8123?database=desk', undefined, 'desk', true],
    ['http://h:8123/desk?database=desk', undefined, 'desk', true],
    ['http://h:8123/?database=default', undefined, 'default', true],
    ['http://h:8123', 'my-desk', 'my-desk', true],
    [undefined, 'desk', 'desk', true],
    [undefined, undefined, 'request_desk', false],
  ])('%s and %s name %s', (url, name, database, named) => {
    expect(storePlace(url, name)).toMatchObject({ database, named });
  });

  it('is no part of the address, which keeps its user', () => {
    expect(storePlace('https://u:p%40@h:8443/desk?database=desk', undefined).url).toBe(
      'https://u:p%40@h:8443/',
    );
  });

  it.each([
    ['http://h/desk', 'other'],
    ['http://h/desk?database=other', undefined],
    ['http://h?database=desk', 'other'],
    ['http://h/a/b', undefined],
    ['http://h/?database=a%60b', undefined],
    ['http://h/?max_threads=1', undefined],
    ['http://h/%zz', undefined],
    ['http://u:100%@h/', undefined],
    ['http://h/system', undefined],
    ['http://h/', 'INFORMATION_SCHEMA'],
  ])('is refused in one line where it contradicts itself or cannot be one: %s, %s', (url, name) => {
    expect(() => storePlace(url, name)).toThrow(PlaceFault);
    expect(() => storePlace(url, name)).toThrow(/^.+$/);
  });
});
