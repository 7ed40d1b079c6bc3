/** BLAKE2s-256, its digests, and the personalisations that keep its uses apart. */
package lucerna.fri.hash;
