import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, vi } from 'vitest';

/** Bodies of the calls that change something, as the forms of this file sent them. */
export function recordedCalls(answer: (path: string) => unknown = () => ({})): unknown[] {
  const sent: unknown[] = [];
  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
      if (init?.body !== undefined) sent.push(JSON.parse(String(init.body)));
      return new Response(JSON.stringify(answer(path)));
    });
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });
  return sent;
}

/** Shows a form by itself, where it finds the store of its answers. */
export function showForm(form: ReactElement): void {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(<QueryClientProvider client={client}>{form}</QueryClientProvider>);
}

/** Types over what a field holds. */
export function type(label: string | RegExp, value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

export function press(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}

/** Waits until the field says what is wrong with it, to a screen reader too, and is the focused one. */
export async function expectFault(label: string | RegExp, words: string): Promise<void> {
  await vi.waitFor(() => {
    const field = screen.getByLabelText(label);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const described = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toContain(words);
    expect(document.activeElement).toBe(field);
  });
}
