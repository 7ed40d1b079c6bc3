/**
 * FRI over the circle: the proof that a committed word is near a polynomial of low degree.
 *
 * <p>{@link lucerna.fri.FriProver} commits to a codeword layer by layer and opens it; {@link
 * lucerna.fri.FriVerifier} draws the same challenges and checks the openings.
 */
package lucerna.fri;
