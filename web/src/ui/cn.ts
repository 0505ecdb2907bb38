import { type ClassValue, clsx } from 'clsx';

/**
 * Joins class names. What a part lets its user change is written as `weak:…` there (theme.css): two
 * classes of equal strength for one property would be settled by their order in the style sheet.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
