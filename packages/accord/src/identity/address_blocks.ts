/**
 * Blocks of ICAO 24-bit aircraft addresses and the States they are allocated to: ICAO Annex 10, volume III, part I,
 * chapter 9, table 9-1. A block is all addresses that begin with the same 4, 6, 9, 12 or 14 bits, so its first address
 * and the number of those bits say it all. First addresses are written without the zeros at their end.
 *
 * A State registers the aircraft of many parties, and anyone can transmit any address: a block is a hint and never says
 * whose an aircraft is.
 */
const ALLOCATED: Readonly<Record<number, string>> = {
  4: '1 Russian Federation; A United States',
  6: `30 Italy; 34 Spain; 38 France; 3C Germany; 40 United Kingdom; 78 China; 7C Australia; 80 India; 84 Japan;
    C0 Canada; E0 Argentina; E4 Brazil`,
  9: `008 South Africa; 010 Egypt; 018 Libya; 020 Morocco; 028 Tunisia; 0A0 Algeria; 0D0 Mexico; 0D8 Venezuela;
    440 Austria; 448 Belgium; 450 Bulgaria; 458 Denmark; 460 Finland; 468 Greece; 470 Hungary; 478 Norway;
    480 Netherlands; 488 Poland; 490 Portugal; 498 Czechia; 4A0 Romania; 4A8 Sweden; 4B0 Switzerland; 4B8 Türkiye;
    4C0 Serbia; 508 Ukraine; 710 Saudi Arabia; 718 Republic of Korea; 720 Democratic People's Republic of Korea;
    728 Iraq; 730 Iran; 738 Israel; 740 Jordan; 748 Lebanon; 750 Malaysia; 758 Philippines; 760 Pakistan;
    768 Singapore; 770 Sri Lanka; 778 Syrian Arab Republic; 880 Thailand; 888 Viet Nam; 8A0 Indonesia;
    C80 New Zealand`,
  12: `006 Mozambique; 032 Burundi; 034 Cameroon; 036 Congo; 038 Côte d'Ivoire; 03E Gabon; 040 Ethiopia;
    042 Equatorial Guinea; 044 Ghana; 046 Guinea; 04C Kenya; 050 Liberia; 054 Madagascar; 058 Malawi; 05C Mali;
    062 Niger; 064 Nigeria; 068 Uganda; 06C Central African Republic; 06E Rwanda; 070 Senegal; 078 Somalia; 07C Sudan;
    080 United Republic of Tanzania; 084 Chad; 088 Togo; 08A Zambia; 08C Democratic Republic of the Congo; 090 Angola;
    09A Gambia; 09C Burkina Faso; 0A8 Bahamas; 0AC Colombia; 0AE Costa Rica; 0B0 Cuba; 0B2 El Salvador; 0B4 Guatemala;
    0B6 Guyana; 0B8 Haiti; 0BA Honduras; 0BE Jamaica; 0C0 Nicaragua; 0C2 Panama; 0C4 Dominican Republic;
    0C6 Trinidad and Tobago; 0C8 Suriname; 4CA Ireland; 4CC Iceland; 4D2 Malta; 700 Afghanistan; 702 Bangladesh;
    704 Myanmar; 706 Kuwait; 708 Lao People's Democratic Republic; 70A Nepal; 70E Cambodia; 890 Yemen; 894 Bahrain;
    896 United Arab Emirates; 898 Papua New Guinea; C88 Fiji; E80 Chile; E84 Ecuador; E88 Paraguay; E8C Peru;
    E90 Uruguay; E94 Bolivia`,
  14: `0040 Zimbabwe; 0300 Botswana; 0350 Comoros; 0480 Guinea-Bissau; 04A0 Lesotho; 05A0 Maldives; 05E0 Mauritania;
    0600 Mauritius; 06A0 Qatar; 0740 Seychelles; 0760 Sierra Leone; 07A0 Eswatini; 0940 Benin; 0960 Cabo Verde;
    0980 Djibouti; 09E0 Sao Tome and Principe; 0AA0 Barbados; 0AB0 Belize; 0BC0 Saint Vincent and the Grenadines;
    0CA0 Antigua and Barbuda; 0CC0 Grenada; 2010 Namibia; 2020 Eritrea; 4C80 Cyprus; 4D00 Luxembourg; 4D40 Monaco;
    5000 San Marino; 5010 Albania; 501C Croatia; 502C Latvia; 503C Lithuania; 504C Republic of Moldova; 505C Slovakia;
    506C Slovenia; 507C Uzbekistan; 5100 Belarus; 5110 Estonia; 5120 North Macedonia; 5130 Bosnia and Herzegovina;
    5140 Georgia; 5150 Tajikistan; 5160 Montenegro; 6000 Armenia; 6008 Azerbaijan; 6010 Kyrgyzstan; 6018 Turkmenistan;
    6800 Bhutan; 6810 Micronesia; 6820 Mongolia; 6830 Kazakhstan; 6840 Palau; 70C0 Oman; 8950 Brunei Darussalam;
    8970 Solomon Islands; 9000 Marshall Islands; 9010 Cook Islands; 9020 Samoa; C8A0 Nauru; C8C0 Saint Lucia;
    C8D0 Tonga; C8E0 Kiribati; C900 Vanuatu`,
};

export type AddressBlock = { readonly first: number; readonly last: number; readonly state: string };

const BLOCKS: readonly AddressBlock[] = Object.entries(ALLOCATED)
  .flatMap(([bits, blocks]) => blocks.split(';').map((block) => blockOf(block.trim(), Number(bits))))
  .sort((x, y) => x.first - y.first);

function blockOf(block: string, bits: number): AddressBlock {
  const space = block.indexOf(' ');
  const first = Number.parseInt(block.slice(0, space).padEnd(6, '0'), 16);
  return { first, last: first + (1 << (24 - bits)) - 1, state: block.slice(space + 1) };
}

/** All blocks, by address. */
export const addressBlocks = (): readonly AddressBlock[] => BLOCKS;

/** The State to which the block of an ICAO 24-bit address is allocated; `null` where it is allocated to none. */
export function stateOfAddress(address: string): string | null {
  const value = icaoAddress(address);
  if (value === null) return null;
  let low = 0;
  let high = BLOCKS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (BLOCKS[middle]!.first <= value) low = middle + 1;
    else high = middle;
  }
  const block = BLOCKS[low - 1];
  return block !== undefined && value <= block.last ? block.state : null;
}

/** The number that a lower-case six-digit ICAO 24-bit address stands for; `null` for any other id. */
export function icaoAddress(address: string): number | null {
  return /^[0-9a-f]{6}$/.test(address) ? Number.parseInt(address, 16) : null;
}
