/** Whether the page has a phone's width: then rooms show their panes one at a time. */
import { useEffect, useState } from 'react';

const PHONE = '(max-width: 719px)';

export function usePhone(): boolean {
  const [phone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const query = matchMedia(PHONE);
    const listen = () => setPhone(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return phone;
}
