/** The Fiat-Shamir channel over BLAKE2s and its proof of work. */
package lucerna.fri.channel;
