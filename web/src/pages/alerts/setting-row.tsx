import type { ReactNode } from 'react';
import { cn } from '../../ui/cn.ts';
import { Untrusted } from '../../ui/untrusted.tsx';

interface SettingRowProps {
  /** Before the name: its switch or its icon. */
  readonly lead: ReactNode;
  readonly name: string;
  /** After the name, in its line. */
  readonly marks: ReactNode;
  /** Buttons at the right end. */
  readonly actions: ReactNode;
  /** On narrow windows the buttons go below the words. */
  readonly wraps?: boolean;
  /** Over the row's whole width, below the rest. */
  readonly below?: ReactNode;
  /** What is said about it under its name. */
  readonly children: ReactNode;
}

/** A rule, an objective or a channel in its list. */
export function SettingRow(props: SettingRowProps) {
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        {props.lead}
        <div className={cn('min-w-0 flex-1', props.wraps && 'basis-56')}>
          <h2 className="flex flex-wrap items-center gap-x-2 font-medium">
            <Untrusted text={props.name} />
            {props.marks}
          </h2>
          {props.children}
        </div>
        {props.actions && <div className="flex gap-1">{props.actions}</div>}
      </div>
      {props.below}
    </li>
  );
}
