/** `<profile-figure>`: the table that the build drew, and on request the viewer in its place. */
class ProfileFigure extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    button?.removeAttribute('hidden');
    button?.addEventListener('click', () => {
      button.disabled = true;
      import('./open-profile-figure.ts')
        .then(({ openFigure }) => openFigure(this))
        .catch((error: unknown) => {
          button.disabled = false;
          button.textContent = `It did not load (${String(error)}). Try again`;
        });
    });
  }
}

customElements.define('profile-figure', ProfileFigure);
