/**
 * The arithmetic of soundness: how many bits each challenge and each query contributes, proved in
 * the unique-decoding regime.
 */
package lucerna.fri.security;
