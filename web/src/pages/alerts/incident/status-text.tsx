import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { replyLocales } from '@request-desk/shared/profile-codes';
import { statusTextsOf } from '@request-desk/shared/replies/status-texts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useIncidentChange } from '../../../api/incidents.ts';
import { useMay } from '../../../api/me.ts';
import { apiProfile } from '../../../api/profile.ts';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/cn.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Field, fieldLook } from '../../../ui/field.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { languageName } from '../../../ui/language-name.ts';
import { toast } from '../../../ui/toast-store.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';

const areaLook = cn(fieldLook, 'h-auto min-h-18 resize-y py-1.5');

type Texts = Readonly<Record<string, string>>;

/** What support may tell customers, in each language that replies are written in. */
export function StatusText({ incident: { id, status_text } }: { incident: IncidentDetail }) {
  const change = useIncidentChange(id);
  const may = useMay('alerts:explain');
  const profile = apiProfile();
  const locales = replyLocales(profile);
  const stored = statusTextsOf(status_text, profile);
  const [texts, setTexts] = useState<Texts>(stored);
  const isSame = locales.every((one) => (texts[one] ?? '').trim() === (stored[one] ?? ''));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { [profile.locale]: text = '', ...others } = texts;
    change.mutate(
      { path: 'status-text', body: { text, texts: others } },
      { onSuccess: () => toast('Status text saved') },
    );
  };
  const said = status_text && (
    <>
      by <Untrusted text={status_text.by} />, <Instant iso={status_text.at} show="ago" />
    </>
  );
  if (!may)
    return (
      <div className="text-sm">
        <p className="font-medium">Status text</p>
        {Object.entries(stored).map(([locale, text]) => (
          <p key={locale}>
            <Untrusted text={text} />
          </p>
        ))}
        {status_text ? (
          <p className="text-xs text-fg-3">{said}</p>
        ) : (
          <p className="text-fg-3">None yet.</p>
        )}
      </div>
    );
  return (
    <form onSubmit={onSubmit} className="space-y-2">
      {locales.map((locale, place) => (
        <Field
          key={locale}
          label={locales.length > 1 ? `Status text, ${languageName(locale)}` : 'Status text'}
          hint={place === 0 ? <Hint>{said && <>Last {said}.</>}</Hint> : undefined}
        >
          <textarea
            maxLength={1000}
            lang={locale}
            value={texts[locale] ?? ''}
            onChange={({ target }) => setTexts({ ...texts, [locale]: target.value })}
            className={areaLook}
          />
        </Field>
      ))}
      {change.isError && <Failure what="The status text was not saved" error={change.error} />}
      <Button type="submit" size="sm" disabled={change.isPending || isSame}>
        Save the status text
      </Button>
    </form>
  );
}

function Hint({ children }: { children: ReactNode }) {
  return (
    <>
      What support may tell customers of it; it shows at every request of this alert. A reply in a
      language without one quotes what there is. {children}
    </>
  );
}
