/**
 * The arithmetic of soundness: how many bits each challenge and each query contributes, proved in
 * the unique-decoding regime or in the Johnson regime.
 */
package lucerna.fri.security;
