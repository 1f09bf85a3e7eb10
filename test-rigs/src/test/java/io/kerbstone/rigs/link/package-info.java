/** Tests of the impaired link: its parts without a kernel, and the whole against ping and our own prober. */
@NullMarked
package io.kerbstone.rigs.link;

import org.jspecify.annotations.NullMarked;
