import { createContext, useContext } from 'react';

/** Takes text as pasted, removes secrets from it and opens the page that answers it. */
export type Intake = (text: string) => void;

export const IntakeContext = createContext<Intake>(() => undefined);

export function useIntake(): Intake {
  return useContext(IntakeContext);
}
