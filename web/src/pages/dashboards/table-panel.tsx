import type { ReactNode } from 'react';
import { Failure } from '../../ui/failure.tsx';
import { Section } from '../../ui/section.tsx';
import { LoadingText, Skeleton } from '../../ui/skeleton.tsx';

const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e'];

interface TablePanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly loading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** Shown instead of the table when there is nothing. */
  readonly empty: string | false;
  readonly children: ReactNode;
}

/** A table in its card, with every other state it can be in. */
export function TablePanel(props: TablePanelProps) {
  return (
    <Section title={props.title} note={props.note} actions={props.actions} flush>
      {props.error != null && (
        <div className="px-4 pb-4">
          <Failure
            what={`${props.title} could not be loaded`}
            error={props.error}
            retry={props.retry}
          />
        </div>
      )}
      {props.loading && props.error == null && (
        <div className="space-y-3 px-4 pb-4">
          <LoadingText>{`Loading ${props.title}`}</LoadingText>
          {PLACEHOLDERS.map((key) => (
            <Skeleton key={key} className="h-5 w-full" />
          ))}
        </div>
      )}
      {props.empty ? (
        <p className="px-4 pt-3 pb-8 text-center text-sm text-fg-3">{props.empty}</p>
      ) : (
        props.children
      )}
    </Section>
  );
}
