/** STAMP against a peer that is not ours: {@link io.kerbstone.rigs.stamp.StampPeer} runs it. */
package io.kerbstone.rigs.stamp;
