// In the oldest words of the language: says so when this browser cannot run the page.
(function () {
  var able = 'noModule' in document.createElement('script') && 'locks' in navigator && 'CompressionStream' in window && 'WebAssembly' in window;
  if (able) return;
  document.getElementById('too-old').removeAttribute('hidden');
  var button = document.querySelector('[data-start]');
  if (button) button.parentNode.removeChild(button);
})();
