import { useSignals } from '@preact/signals-react/runtime';
import { CircleCheck } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Field } from '@/components/look/Field';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import { isProduct, products, siteFromAddress, type Product } from '@/components/site/address';
import { Asked } from '@/components/site/Asked';
import type { WelcomeState } from './state';

/** A site by its address. Says which host the browser will be asked for, before it is asked. */
export function TurnOnForm({ state }: { state: WelcomeState }) {
  useSignals();
  const [product, setProduct] = useState<Product>('moodle');
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState(false);
  const site = siteFromAddress(address, product);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWrong(site === null);
    if (site) void state.turnOn(site);
  };
  return (
    <>
      <p>{t('welcome_siteLead')}</p>
      <form className="form" onSubmit={send}>
        <div className="form-row">
          <Field label={t('welcome_product')}>
            {(wiring) => (
              <select
                className="select"
                {...wiring}
                value={product}
                onChange={(event) => isProduct(event.target.value) && setProduct(event.target.value)}
              >
                {Object.entries(products).map(([id, { name }]) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field
            label={t('welcome_address')}
            hint={site ? t('welcome_addressAsks', new URL(site.origin).hostname) : t('welcome_addressHint')}
            errors={wrong && !site ? [t('welcome_addressWrong')] : []}
          >
            {(wiring) => (
              <input
                className="input"
                {...wiring}
                type="text"
                inputMode="url"
                autoComplete="off"
                spellCheck={false}
                value={address}
                onChange={(event) => setAddress(event.target.value)}
              />
            )}
          </Field>
        </div>
        <div className="actions">
          <button className="btn btn-primary" type="submit">
            {t('popup_turnOn')}
          </button>
          {state.asked.value === 'on' && state.site.value ? (
            <output className="with-icon">
              <Icon of={CircleCheck} size={14} />
              {t('welcome_on', new URL(state.site.value.origin).hostname)}
            </output>
          ) : null}
        </div>
        <Asked asked={state.asked.value} />
      </form>
    </>
  );
}
