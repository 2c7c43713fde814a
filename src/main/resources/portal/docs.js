// Swagger UI over this gateway's own document. Nothing is asked of any other host: no validator, no fonts.
const page = document.getElementById('swagger-ui');

const ui = SwaggerUIBundle({
  url: page.dataset.document,
  domNode: page,
  layout: 'BaseLayout',
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
  onComplete() {
    if (page.dataset.key) {
      ui.preauthorizeApiKey('apiKey', page.dataset.key);
    }
  },
});
